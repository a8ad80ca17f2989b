/*
 * The wall clock of one process, ahead or behind by the seconds that stand in the file FAULTS_CLOCK as a 64-bit number, and
 * changed there while the process runs. All other clocks are true. For LD_PRELOAD; libfaketime does the same, but slows a JVM down
 * many times.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static int (*true_clock_gettime)(clockid_t, struct timespec *);
static volatile const int64_t *ahead;

__attribute__((constructor)) static void open_clock(void) {
    true_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    const char *path = getenv("FAULTS_CLOCK");
    int file = path == NULL ? -1 : open(path, O_RDONLY);
    if (file >= 0) {
        void *page = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, file, 0);
        ahead = page == MAP_FAILED ? NULL : page;
        close(file);
    }
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    if (true_clock_gettime == NULL) {
        open_clock();
    }
    int failed = true_clock_gettime(clock, now);
    if (failed == 0 && ahead != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        now->tv_sec += *ahead;
    }
    return failed;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone) {
    (void) zone;
    struct timespec fine;
    int failed = clock_gettime(CLOCK_REALTIME, &fine);
    if (failed == 0) {
        now->tv_sec = fine.tv_sec;
        now->tv_usec = fine.tv_nsec / 1000;
    }
    return failed;
}

time_t time(time_t *to) {
    struct timespec fine;
    clock_gettime(CLOCK_REALTIME, &fine);
    if (to != NULL) {
        *to = fine.tv_sec;
    }
    return fine.tv_sec;
}
