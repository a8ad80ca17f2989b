// Copies the new keys and values of a decoder call to where the cache has them; the contract is that of Scatter.java.
// One block per token of a row and buffer; its threads share the words of all heads. Words are 4 bytes, so that the kernel is
// the same for every precision.
extern "C" __global__ void scatter_rows(
    const unsigned long long* sources,
    const unsigned long long* targets,
    const long long* cache_rows,
    const long long* pasts,
    const long long* counts,
    int tokens,
    int heads,
    int capacity,
    int words)
{
    const int token = blockIdx.x;
    const int row = blockIdx.y;
    const int buffer = blockIdx.z;
    const long long cache_row = cache_rows[row];
    const long long position = pasts[row] + token;
    // The host has checked that rows are long enough; a row that is not must still never reach into its neighbour.
    if (cache_row < 0 || token >= counts[row] || position >= capacity) {
        return;
    }
    const unsigned int* source = reinterpret_cast<const unsigned int*>(sources[buffer]);
    unsigned int* target = reinterpret_cast<unsigned int*>(targets[buffer]);
    for (int i = threadIdx.x; i < heads * words; i += blockDim.x) {
        const long long head = i / words;
        const int word = i % words;
        target[((cache_row * heads + head) * capacity + position) * words + word] =
            source[((row * (long long)heads + head) * tokens + token) * words + word];
    }
}
