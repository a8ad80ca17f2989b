package io.percept.contract.wire;

import com.google.protobuf.CodedOutputStream;
import io.percept.contract.Task;
import java.io.IOException;

/** A task as bytes that are equal for tasks that ask the same in the same words. */
public final class CanonicalTask {

    private CanonicalTask() {}

    /**
     * The task in protobuf, with maps in one order. Only for comparing within a process: another version of the library may
     * write it in another way.
     *
     * @throws IllegalArgumentException for a task that could not be read
     */
    public static byte[] of(Task task) {
        var message = TaskWriter.write(task);
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new IllegalStateException("An array of the message's own size takes it", e);
        }
        out.checkNoSpaceLeft();
        return bytes;
    }
}
