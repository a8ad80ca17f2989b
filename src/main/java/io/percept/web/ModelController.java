package io.percept.web;

import io.percept.contract.EnrichmentResult.ModelIdentity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says which model answers. */
@RestController
class ModelController {

    private final ModelIdentity model;

    ModelController(ModelIdentity model) {
        this.model = model;
    }

    @GetMapping("/v1/model")
    ModelIdentity model() {
        return model;
    }
}
