package io.percept.worker;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;

/**
 * Lets the encoder and the decoder of an engine call it in turns, where both compute on the same cores: two calls at once only take
 * these from each other, and leave each step fewer sequences to go on with. While the decoder has less than enough to do, the
 * encoder goes first and brings it more; from then on the decoder does. Alone, either goes at once. Thread-safe.
 */
final class EngineTurns {

    private enum Side {
        ENCODER,
        DECODER
    }

    private final boolean shared;
    private final int enough;
    private final IntSupplier decoderLoad;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Side> waiting = EnumSet.noneOf(Side.class);
    /** Whose turn it is; null: nobody's, and nobody waits. */
    private Side turn;

    private boolean open;

    /**
     * @param shared whether encoder and decoder compute on the same cores; else nobody ever waits
     * @param enough plans with which the decoder's calls are as large as they get
     * @param decoderLoad plans that the decoder has, waiting ones included
     */
    EngineTurns(boolean shared, int enough, IntSupplier decoderLoad) {
        this.shared = shared;
        this.enough = enough;
        this.decoderLoad = decoderLoad;
    }

    /** Waits for the encoder's turn, which lasts until {@link #endEncoder}. */
    void awaitEncoder() {
        await(Side.ENCODER);
    }

    /** Waits for the decoder's turn, which lasts until {@link #endDecoder}. */
    void awaitDecoder() {
        await(Side.DECODER);
    }

    private void await(Side side) {
        if (!shared) {
            return;
        }
        lock.lock();
        try {
            waiting.add(side);
            if (turn == null) {
                give(waiting);
            }
            while (!open && turn != side) {
                changed.awaitUninterruptibly();
            }
            waiting.remove(side);
        } finally {
            lock.unlock();
        }
    }

    /** Gives the turn to one that asks. Decided in one place, since the load changes while one looks at it. */
    private void give(Set<Side> asking) {
        if (asking.size() == Side.values().length) {
            turn = decoderLoad.getAsInt() < enough ? Side.ENCODER : Side.DECODER;
        } else {
            turn = asking.stream().findFirst().orElse(null);
        }
        changed.signalAll();
    }

    /** Ends the encoder's turn. @param more whether it is going to ask for another one at once */
    void endEncoder(boolean more) {
        end(Side.ENCODER, more);
    }

    /** Ends the decoder's turn. @param more whether it is going to ask for another one at once */
    void endDecoder(boolean more) {
        end(Side.DECODER, more);
    }

    private void end(Side side, boolean more) {
        if (!shared) {
            return;
        }
        lock.lock();
        try {
            Set<Side> asking = EnumSet.noneOf(Side.class);
            asking.addAll(waiting);
            if (more) {
                asking.add(side);
            }
            give(asking);
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits any more: a call that hangs must not keep the other thread from ending. */
    void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
