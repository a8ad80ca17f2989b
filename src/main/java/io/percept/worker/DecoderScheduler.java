package io.percept.worker;

import io.percept.contract.ErrorCode;
import io.percept.contract.PerceptException;
import io.percept.engine.Bundle;
import io.percept.engine.TextDecoder;
import io.percept.prompt.TokenPlan;
import io.percept.prompt.TokenSequence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongToIntFunction;

/**
 * Runs the decoder on a thread of its own, one round after another:
 *
 * <pre>
 *   take waiting jobs ─▶ compute their prompts ─▶ drop what has ended ─▶ one step of all that is active ─┐
 *        ▲                                                                                             │
 *        └─────────────────────────────────────────────────────────────────────────────────────────────┘
 * </pre>
 *
 * A job thus joins within a round and leaves with its last token, whatever the others do. Rows, lanes and the shelf belong
 * to the thread; others only touch the waiting jobs, under the lock.
 *
 * <p>Where encoder and decoder share cores, a call with few sequences takes the time in which the encoder would have brought more
 * of them. So a round waits while few are ready of many: the more images wait for the encoder, and events for their pixels, the more
 * sequences it waits for, up to a full call. It never waits while these keep up, nor does a sequence wait for what is less urgent than
 * itself, or while its turn presses.
 *
 * <p>Where it is full, jobs wait a few rounds to join together ({@link Joining}).
 *
 * <p>While it is to be careful each job has the decoder to itself, from its prompt to its end, so that one that makes it hang is known.
 */
final class DecoderScheduler {

    private static final System.Logger LOG = System.getLogger(DecoderScheduler.class.getName());

    /** The encoder says nothing of an image that fails, and such are not waited for. */
    private static final long SLICE_NANOS = 5_000_000;

    private final WorkerOptions options;
    private final int fullCall;
    private final LongToIntFunction plansToCome;
    private final BooleanSupplier careful;
    private final Lanes lanes;
    private final PrefixSharing sharing;
    private final Joining joining;
    private final Prefiller prefiller;
    private final Stepper stepper;
    private final WorkerListener listener;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final WaitingJobs waiting = new WaitingJobs();
    /** Why there is no more work to take; null: there is. */
    private PerceptException stopped;

    /** Written by the thread only. */
    private volatile int active;
    /** What ended the thread; null: nothing has, or a stop. */
    private volatile Throwable failure;
    /** The job that has the decoder to itself for care; null: none has. */
    private volatile Job alone;
    /** Whether a round waits for company. */
    private boolean filling;

    /**
     * @param plansToCome on their way to this decoder, those with such a head start or a greater one
     * @param careful whether each job is to have the decoder to itself
     */
    DecoderScheduler(
            TextDecoder decoder,
            Bundle bundle,
            WorkerOptions options,
            LongToIntFunction plansToCome,
            BooleanSupplier careful,
            WorkerListener listener) {
        this.options = options;
        this.fullCall = Math.min(options.rows(), decoder.fullCall());
        this.plansToCome = plansToCome;
        this.careful = careful;
        this.listener = listener;
        this.joining = new Joining(fullCall);
        List<Integer> capacities = bundle.cacheCapacities();
        LengthGroups groups = new LengthGroups(options.prefillRows());
        int eos = bundle.specialTokens().eos();
        int queries = bundle.image().queries();
        CacheSizes sizes = new CacheSizes(bundle, options);
        this.lanes = new Lanes(decoder, capacities, sizes.laneRows());
        this.sharing = new PrefixSharing(
                new PrefixShelf(decoder, capacities, sizes::prefixRows),
                new PrefixShelf(decoder, capacities, sizes::exampleRows),
                new PrefixComputer(decoder, groups, queries, listener),
                queries,
                bundle.decoder().cacheBytesPerToken(),
                listener);
        this.prefiller = new Prefiller(decoder, lanes, sharing, groups, eos, listener);
        this.stepper = new Stepper(decoder, sharing, listener);
        this.thread = Thread.ofPlatform().name("percept-decoder").daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    /** Adds jobs whose images are encoded. Those of one call are seen together, so that they can share their prefix. */
    void submit(List<Job> jobs) {
        PerceptException reason;
        lock.lock();
        try {
            reason = stopped;
            if (reason == null) {
                waiting.addAll(jobs);
                changed.signal();
                return;
            }
        } finally {
            lock.unlock();
        }
        jobs.forEach(job -> job.fail(reason));
    }

    /** Whether the decoder has work. */
    boolean isBusy() {
        return active > 0 || waitingCount() > 0;
    }

    /** Sequences that generate, and jobs whose prompt is being computed. */
    int activeCount() {
        return active;
    }

    /** Jobs that wait for the decoder. */
    int waitingCount() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** The job that has the decoder to itself for care, if one has. */
    Optional<Job> alone() {
        return Optional.ofNullable(alone);
    }

    private void work() {
        List<Job> taken = List.of();
        try {
            while (awaitWork()) {
                taken = new ArrayList<>();
                round(taken);
            }
        } catch (RuntimeException | Error e) {
            failure = e;
            // Or jobs would still be taken in, and nobody would do them.
            stop(PerceptException.passing(
                    ErrorCode.ENGINE_FAILED, "The thread of the decoder ended: %s; send it again.".formatted(e), e));
            LOG.log(System.Logger.Level.ERROR, "The thread of the decoder ended, and its worker does nothing more", e);
        } finally {
            end(taken);
        }
    }

    /** @param last the jobs of the last round; those that went well have ended */
    private void end(List<Job> last) {
        drain().forEach(job -> job.fail(stopped));
        last.forEach(job -> job.fail(stopped));
        lanes.failAll(stopped);
        active = 0;
        sharing.close();
        lanes.close();
    }

    /** @param taken empty, to be filled with the jobs of this round */
    private void round(List<Job> taken) {
        try {
            take(taken);
            active = lanes.size() + taken.size();
            run(taken);
        } catch (RuntimeException | Error e) {
            failRound(taken, e);
        } finally {
            sharing.endRound();
        }
        active = lanes.size();
        alone = active == 0 ? null : alone;
    }

    private void run(List<Job> taken) {
        if (!taken.isEmpty()) {
            prefiller.prefill(taken);
        }
        lanes.tidy();
        lanes.forEachActive(stepper::step);
    }

    /**
     * Ends what a round had after a failure that is not a call's: those are dealt with where they are made. Nobody may wait for ever, and
     * nobody knows whose fault it was, so all may come again.
     */
    private void failRound(List<Job> taken, Throwable cause) {
        PerceptException failure = PerceptException.passing(
                ErrorCode.ENGINE_FAILED, "A round of the decoder failed: %s; send it again.".formatted(cause), cause);
        taken.forEach(job -> job.fail(failure));
        lanes.failAll(failure);
        sharing.clear();
        LOG.log(System.Logger.Level.ERROR, "A round of the decoder failed, and all that it had may come again", cause);
        listener.callFailed("decoder", active);
    }

    /** Waits until there is something to do; false means that the scheduler is closed. */
    private boolean awaitWork() {
        lock.lock();
        try {
            while (stopped == null) {
                int sequences = waiting.size() + lanes.size();
                if (sequences == 0) {
                    changed.awaitUninterruptibly();
                } else if (isFilling(sequences)) {
                    changed.awaitNanos(SLICE_NANOS);
                } else {
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = new PerceptException(ErrorCode.STOPPING, "The thread of the decoder was interrupted");
        } finally {
            lock.unlock();
        }
        return false;
    }

    /**
     * Whether a round waits for company: once there are fewer than half of the goal, until it is reached, so that new sequences come
     * in groups too. The goal is half of all that this worker has, and a full call at the most.
     */
    private boolean isFilling(int sequences) {
        int goal = Math.min(fullCall, (sequences + company()) / 2);
        filling = sequences < (filling ? goal : goal / 2);
        return filling;
    }

    /** Plans that are worth waiting for: as urgent as the most urgent sequence, unless one presses. */
    private int company() {
        long now = System.nanoTime();
        long headStart = waiting.greatestHeadStart();
        for (Rank rank : ranks(now)) {
            if (rank.presses(now)) {
                return 0;
            }
            headStart = Math.max(headStart, rank.headStart());
        }
        return plansToCome.applyAsInt(headStart);
    }

    /** Of the active sequences, and of the next of those that wait: what is behind it presses less. */
    private List<Rank> ranks(long now) {
        List<Rank> ranks = new ArrayList<>();
        lanes.forEachActive(lane ->
                lane.active().forEach(sequence -> ranks.add(sequence.job().rank())));
        Job next = waiting.peek(options.rows(), now);
        if (next != null) {
            ranks.add(next.rank());
        }
        return ranks;
    }

    /**
     * Takes jobs by rank, as many as there are rows and as the budget of tokens between two steps allows: the first whatever it costs, and
     * others while any of it is left.
     *
     * @param taken empty, to be filled; what is taken from those that wait is in it, also where this fails
     */
    private void take(List<Job> taken) {
        int freeRows = options.rows() - lanes.rowsTaken();
        int tokens = options.prefillTokens();
        Set<TokenSequence> paid = new HashSet<>();
        boolean oneByOne = careful.getAsBoolean();
        int most = oneByOne ? Math.max(0, 1 - lanes.size()) : Integer.MAX_VALUE;
        lock.lock();
        try {
            // Within the lock, so that no job that is taken has arrived later.
            long now = System.nanoTime();
            Job next = waiting.peek(freeRows, now);
            int joiners = next != null && mayWait(next, now) ? waiting.fitting(freeRows) : 0;
            if (joining.waits(lanes.size(), joiners)) {
                return;
            }
            for (Job job = next; job != null && tokens > 0 && taken.size() < most; job = waiting.peek(freeRows, now)) {
                boolean othersWait = waiting.count(job.plan().prefix()) > 1;
                // In one of the two whatever fails, or nobody would end it.
                taken.add(job);
                waiting.remove(job);
                if (job.isDone()) {
                    taken.removeLast();
                } else {
                    job.started(now, othersWait);
                    tokens -= cost(job.plan(), paid);
                    freeRows -= job.rows();
                }
            }
        } finally {
            lock.unlock();
        }
        if (!taken.isEmpty()) {
            alone = oneByOne ? taken.getFirst() : null;
        }
    }

    /**
     * What of a plan is computed in this round, at least 1. A prefix is paid for by the first that begins with it, unless it is there; a plan
     * that is nothing but its prefix cannot begin on one. Stems are there as a rule.
     *
     * @param paid prefixes that a plan of this round has paid for
     */
    private int cost(TokenPlan plan, Set<TokenSequence> paid) {
        TokenSequence prefix = plan.prefix();
        boolean there = plan.prompt().length() > 0 && (!paid.add(prefix) || sharing.holds(prefix));
        int past = there ? prefix.length() : prefix.stem().length();
        return Math.max(1, plan.length() - past);
    }

    /**
     * Not one whose turn presses may wait for others to join with, nor one that is more urgent than all that is under way. And none does
     * while more is on its way: what comes so slowly that the decoder has time is waited for between rounds.
     */
    private boolean mayWait(Job next, long now) {
        long headStart = next.rank().headStart();
        boolean mostUrgent = lanes.noneActive(sequence -> sequence.job().rank().headStart() >= headStart);
        return !mostUrgent && !next.rank().presses(now) && plansToCome.applyAsInt(Long.MIN_VALUE) == 0;
    }

    private List<Job> drain() {
        lock.lock();
        try {
            return waiting.removeAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends after the round that is under way; all jobs that have not ended fail. Waits for nothing. */
    void stop(PerceptException reason) {
        lock.lock();
        try {
            stopped = stopped == null ? reason : stopped;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What ended the thread, where that was no stop. */
    Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Ends when it is stopped and the round that is under way has ended. */
    Thread thread() {
        return thread;
    }
}
