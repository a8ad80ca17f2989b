package io.percept.cli.evaluation;

import io.percept.contract.BoundingBox;
import java.util.List;
import java.util.Map;

/** What the model says of a case. */
public sealed interface Said {

    record Text(String text) implements Said {}

    record Boxes(List<BoundingBox> boxes) implements Said {}

    record Scores(Map<String, Double> byLabel) implements Said {}

    record Choice(int index) implements Said {}
}
