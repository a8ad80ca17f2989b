package io.percept.cli.progress;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows on the standard error how many steps of a command are done. Not thread-safe. */
public final class StepBar implements AutoCloseable {

    private final ProgressBar bar;
    private boolean begun;

    public StepBar(String title, int count) {
        this.bar = new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(count)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .showSpeed()
                .build();
    }

    /** Of a few long steps the one before has ended, if there was one, and this one begins: the bar names it. */
    public void next(String step) {
        if (begun) {
            bar.step();
        }
        begun = true;
        bar.setExtraMessage(step);
    }

    /** One of many short steps has ended. */
    public void step() {
        bar.step();
    }

    @Override
    public void close() {
        bar.close();
    }
}
