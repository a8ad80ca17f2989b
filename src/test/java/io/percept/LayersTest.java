package io.percept;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;

/** Holds the package list of docs/architecture.md: dependencies point down it only. */
@AnalyzeClasses(packages = "io.percept", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    private static final String[] DOWNWARDS = {
        "intake", "publish", "policy", "resolve", "worker", "prompt", "vision", "engine", "contract"
    };

    @ArchTest
    static final ArchRule dependenciesPointDownTheListOnly = downwards();

    @ArchTest
    static final ArchRule theModelSideKnowsNeitherKafkaNorSpring = noClasses()
            .that()
            .resideInAnyPackage("..worker..", "..prompt..", "..vision..", "..engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..")
            .allowEmptyShould(true);

    private static LayeredArchitecture downwards() {
        LayeredArchitecture layers = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.percept..")
                .withOptionalLayers(true)
                .layer("web")
                .definedBy("io.percept.web..")
                .layer("cli")
                .definedBy("io.percept.cli..")
                .layer("main")
                .definedBy("io.percept");
        for (String name : DOWNWARDS) {
            layers = layers.layer(name).definedBy("io.percept." + name + "..");
        }
        layers = layers.whereLayer("web").mayOnlyBeAccessedByLayers("main", "cli");
        layers = layers.whereLayer("cli").mayOnlyBeAccessedByLayers("main");
        for (int i = 0; i < DOWNWARDS.length; i++) {
            String[] above = new String[i + 3];
            above[0] = "web";
            above[1] = "cli";
            above[2] = "main";
            System.arraycopy(DOWNWARDS, 0, above, 3, i);
            layers = layers.whereLayer(DOWNWARDS[i]).mayOnlyBeAccessedByLayers(above);
        }
        return layers;
    }
}
