package io.percept.cli.bench;

import java.util.List;

/**
 * What a run has found so far.
 *
 * @param rows of the table of numbers
 * @param cells workloads with all contenders
 */
record BenchPart(List<Row> rows, List<Cell> cells) {}
