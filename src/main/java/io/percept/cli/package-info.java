/**
 * Parses the command line and runs one command. {@code serve} and {@code bench} run the service; {@code dlt} and {@code collect --topic}
 * read topics; the others need neither a broker nor a web server.
 *
 * <p>May use: every other package.
 *
 * <p>Must not know: how the engines run, but for {@code compile} and {@code bundle}, which prepare and check bundles for them.
 */
package io.percept.cli;
