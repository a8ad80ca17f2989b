package io.percept.engine.tensorrt;

/** An execution that remembers which profile it has, so that it changes only when it must. For one thread at a time. */
final class ProfiledExecution implements AutoCloseable {

    private final Execution execution;
    private final Device.Stream stream;
    private int profile;

    ProfiledExecution(Plan plan, int profile, Device.Stream stream, long workspace) {
        this.execution = plan.newExecution(profile, stream);
        this.stream = stream;
        this.profile = profile;
        execution.workspace(workspace, plan.workspaceBytes());
    }

    void choose(int wanted) {
        if (wanted != profile) {
            execution.profile(wanted, stream);
            profile = wanted;
        }
    }

    Execution execution() {
        return execution;
    }

    @Override
    public void close() {
        execution.close();
    }
}
