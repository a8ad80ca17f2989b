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

    @ArchTest
    static final ArchRule whatIsNotWiredDoesNotKnowSpring = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.percept.contract..",
                    "io.percept.resolve.page..",
                    "io.percept.resolve.load..",
                    "io.percept.resolve.corpus..",
                    "io.percept.resolve.fetch..",
                    "io.percept.publish.corpus..",
                    "io.percept.cli.dlt..",
                    "io.percept.cli.topic..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule eventsAreReadAndEnrichedWithoutKafka = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.percept.contract..",
                    "io.percept.policy..",
                    "io.percept.resolve..",
                    "io.percept.intake.enrichment..",
                    "io.percept.publish.corpus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule callsAndLettersAreAnsweredWithoutTheEngines = noClasses()
            .that()
            .resideInAnyPackage("io.percept.web..", "io.percept.cli.dlt..", "io.percept.cli.topic..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.percept.engine..", "io.percept.worker..");

    @ArchTest
    static final ArchRule enrichmentDoesNotKnowHowEventsComeInNorWhereResultsGo = noClasses()
            .that()
            .resideInAPackage("io.percept.intake.enrichment..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.percept.intake",
                    "io.percept.intake.broker..",
                    "io.percept.intake.collect..",
                    "io.percept.intake.demo..",
                    "io.percept.publish..");

    @ArchTest
    static final ArchRule eventsAreTakenInWithoutTheModel = noClasses()
            .that()
            .resideInAPackage("io.percept.intake")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.percept.resolve..", "io.percept.worker..", "io.percept.prompt..", "io.percept.vision..");

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
