package io.percept.publish;

import io.percept.contract.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * Names a fault by where it happened: 16 hexadecimal digits over the classes of a failure and its causes, and the methods
 * that they passed through. Messages and line numbers do not count, so letters of the same fault have the same digest,
 * whatever the event and the build.
 *
 * <p>Of each failure the innermost three frames count, and above them those of Percept up to the first of {@code
 * java.util.concurrent}: what lies beyond says which thread came to do the work, which is another one each time.
 */
final class StackDigest {

    private static final int INNERMOST = 3;
    private static final int DIGITS = 16;

    private StackDigest() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (!isWrapper(cause)) {
                text.append(cause.getClass().getName()).append('\n');
                appendFrames(cause.getStackTrace(), text);
            }
        }
        return sha256(text.toString());
    }

    /** The innermost cause. */
    static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static void appendFrames(StackTraceElement[] frames, StringBuilder text) {
        for (int i = 0; i < frames.length; i++) {
            String owner = frames[i].getClassName();
            if (i >= INNERMOST && owner.startsWith("java.util.concurrent.")) {
                return;
            }
            if (i < INNERMOST || owner.startsWith("io.percept.")) {
                text.append(withoutNumbers(owner))
                        .append('.')
                        .append(withoutNumbers(frames[i].getMethodName()))
                        .append('\n');
            }
        }
    }

    /** The compiler and the virtual machine number lambdas and generated classes anew. */
    private static String withoutNumbers(String name) {
        int generated = name.indexOf('$');
        return generated < 0
                ? name
                : name.substring(0, generated) + name.substring(generated).replaceAll("[0-9]+(x[0-9a-f]+)?", "");
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof CompletionException || failure instanceof ExecutionException;
    }

    private static String sha256(String text) {
        return Sha256.hex(text.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS);
    }
}
