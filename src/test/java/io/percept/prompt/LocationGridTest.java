package io.percept.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.percept.contract.BoundingBox;
import org.junit.jupiter.api.Test;

class LocationGridTest {

    private final LocationGrid grid = new LocationGrid(32);

    @Test
    void shouldReadTheTestVectorOfKosmos2() {
        assertThat(grid.decode(44, 863)).contains(new BoundingBox(.390625, .046875, .984375, .828125));
    }

    @Test
    void shouldWriteTheTestVectorOfKosmos2() {
        assertThat(grid.encode(new BoundingBox(.390625, .046875, .984375, .828125)))
                .containsExactly(44, 863);
    }

    @Test
    void shouldReadTheOuterEdgesOfOneCell() {
        assertThat(grid.decode(33, 33)).contains(new BoundingBox(1 / 32.0, 1 / 32.0, 2 / 32.0, 2 / 32.0));
    }

    @Test
    void shouldReadTheOuterEdgesOfOneRow() {
        assertThat(grid.decode(0, 31)).contains(new BoundingBox(0, 0, 1, 1 / 32.0));
    }

    @Test
    void shouldStayInTheGridAtItsEdges() {
        assertThat(grid.encode(new BoundingBox(0, 0, 1, 1))).containsExactly(0, 1023);
        assertThat(grid.encode(new BoundingBox(0.999, 0.999, 1, 1))).containsExactly(1023, 1023);
    }

    @Test
    void shouldRefuseCornersInTheWrongOrder() {
        assertThat(grid.decode(863, 44)).isEmpty();
    }
}
