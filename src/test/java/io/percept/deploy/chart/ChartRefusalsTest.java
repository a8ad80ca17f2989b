package io.percept.deploy.chart;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that cannot work, and what the operator is told. */
class ChartRefusalsTest {

    private static final Path DEFAULT = Path.of("helm/percept/ci/default-values.yaml");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kafka: {bootstrapServers: []}                              | at '/kafka/bootstrapServers': minItems: got 0, want 1
                    kafka: {bootstrapServers: [kafka]}                         | at '/kafka/bootstrapServers/0': 'kafka' does not match pattern
                    kafka: {boostrapServers: [a:1]}                            | at '/kafka': additional properties 'boostrapServers' not allowed
                    kafka: {sasl: {mechanism: GSSAPI}}                         | at '/kafka/sasl/mechanism': value must be one of
                    access: {mode: secret}                                     | at '/access/mode': value must be one of
                    replicas: two                                              | at '/replicas': got string, want integer
                    replicas: 0                                                | at '/replicas': minimum: got 0, want 1
                    image: {tag: latest}                                       | at '/image/tag': 'not' failed
                    useCase: alttext                                           | at '/useCase': value must be one of
                    gpu: {engine: cuda}                                        | at '/gpu/engine': value must be one of
                    resources: {requests: {cpu: two}}                          | at '/resources/requests/cpu': 'two' does not match pattern
                    managementPort: 8080                                       | at '/managementPort': 'not' failed
                    policies: {files: {../x.yaml: "name: x"}}                  | invalid propertyName '../x.yaml'
                    model: {claim: models, path: ../other}                     | at '/model/path': 'not' failed
                    networkPolicy: {kafka: [{cidr: 10.0.0.0/8}]}               | additional properties 'cidr' not allowed
                    extraEnv: [{name: KAFKA_PASSWORD, value: x}]               | at '/extraEnv/0/value': false schema
                    extraEnv: [{name: STORE_TOKEN, value: '1234'}]             | at '/extraEnv/0/value': false schema
                    extraEnv: [{name: STORE_TOKENS, value: x}]                 | at '/extraEnv/0/value': false schema
                    extraEnv: [{name: TOKENS_PASSWORD, value: '1234'}]         | at '/extraEnv/0/value': false schema
                    extraEnv: [{name: A}]                                      | at '/extraEnv/0': 'oneOf' failed
                    """)
    void shouldBeRefusedByTheSchema(String values, String reason) {
        assertRefused(values, reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    autoscaling: {enabled: true, maxReplicas: 5}               | autoscaling.maxReplicas is 5, but the topic of events has 4 partitions
                    autoscaling: {enabled: true, minReplicas: 3, maxReplicas: 2} | autoscaling.minReplicas (3) is above
                    replicas: 5                                                | replicas is 5, but the topic of events has 4 partitions
                    shutdown: {terminationGracePeriodSeconds: 30}              | a stop takes up to 35 s
                    shutdown: {drainSeconds: 42}                               | shutdown.drainSeconds is 42, but the consumer's session ends after 45 s
                    kafka: {staticMembership: {sessionTimeoutSeconds: 13}}     | shutdown.drainSeconds is 10, but the consumer's session ends after 13 s
                    {kafka: {staticMembership: {enabled: false}}, shutdown: {drainSeconds: 12}} | session ends after 15 s
                    kafka: {sasl: {mechanism: PLAIN}}                          | name the secret with user name and password
                    networkPolicy: {kafka: []}                                 | networkPolicy.kafka is empty: say where the brokers are
                    gpu: {enabled: true, engine: onnxruntime-tensorrt, count: 2} | gpu.count is 2, but the engine onnxruntime-tensorrt uses one GPU
                    model: {claim: models}                                     | name the bundle's directory
                    policies: {standard: forum}                                | policies.standard is forum, but policies.files is empty
                    config: {percept: {topics: {partitions: 9}}}               | config sets percept.topics
                    access: {mode: keys}                                       | prints into a secret, and name it
                    access: {keys: {secret: percept-keys}}                     | access.mode is open and lets everybody in
                    access: {mode: jwt}                                        | name the issuer in access.jwt.issuerUri
                    service: {type: LoadBalancer}                              | nothing keeps strangers out
                    networkPolicy: {enabled: false}                            | nothing keeps strangers out
                    config: {percept: {access: {mode: open}}}                  | config sets percept.access
                    config: {server: {address: 0.0.0.0}}                       | config sets server.address
                    config: {percept.topics: {partitions: 9}}                  | config sets percept.topics
                    config: {percept.topics.events: other}                     | config sets percept.topics.events
                    config: {percept: {topics.events: other}}                  | config sets percept.topics.events
                    config: {spring: {kafka: {bootstrapServers: 'other:9092'}}} | config sets spring.kafka.bootstrapServers
                    config: {'percept.policy.files[0]': /tmp/x.yaml}           | config sets percept.policy.files[0]
                    config: {spring: {kafka: other}}                           | config sets spring.kafka
                    config: {spring: {lifecycle: {timeout-per-shutdown-phase: 90s}}} | config sets spring.lifecycle.timeout-per-shutdown-phase
                    config: {spring: {kafka: {consumer: {properties: {session.timeout.ms: 60000}}}}} | config sets spring.kafka.consumer.properties.session.timeout.ms
                    config: {spring.kafka.consumer.properties: {'[group.instance.id]': x}} | config sets spring.kafka.consumer.properties.[group.instance.id]
                    {kafka: {tls: {enabled: true}}, config: {spring: {kafka: {security: {protocol: SASL_SSL}}}}} | config sets spring.kafka.security.protocol
                    {gpu: {enabled: true}, config: {percept: {engine: {name: onnxruntime}}}} | config sets percept.engine.name
                    {autoscaling: {enabled: true}, config: {spring: {kafka: {security: {protocol: SASL_SSL}}}}} | config sets spring.kafka.security.protocol, but autoscaling.enabled has KEDA read the lag
                    {autoscaling: {enabled: true}, config: {spring.kafka.properties: {'[security.protocol]': SASL_SSL}}} | log in by kafka.sasl and kafka.tls
                    {autoscaling: {enabled: true}, config: {spring: {kafka: {properties: {sasl.mechanism: OAUTHBEARER}}}}} | log in by kafka.sasl and kafka.tls
                    config: {spring: {kafka: {properties: {ssl.key.password: x}}}} | config holds what looks like a secret
                    config: {spring: {kafka: {properties: {'[ssl.key.password]': x}}}} | config holds what looks like a secret
                    config: {spring: {kafka: {properties: {ssl.key.password: 1234}}}} | config holds what looks like a secret
                    config: {store: {access-token: x}}                         | config holds what looks like a secret
                    config: {store: {access-token: "1234"}}                    | config holds what looks like a secret
                    config: {store: {access-token: 1234}}                      | config holds what looks like a secret
                    config: {percept: {policy: {standard: memes}}}             | config sets percept.policy.standard, which other values of the chart decide
                    config: {store: {access-tokens: x}}                        | config holds what looks like a secret
                    config: {store: {tokens: 50, password: x}}                 | config holds what looks like a secret
                    config: {spring: {kafka: {properties: {jaas: 'X password="y";'}}}} | config holds what looks like a secret
                    """)
    void shouldBeRefusedForWhatTheyMeanTogether(String values, String reason) {
        assertRefused(values, reason);
    }

    private static void assertRefused(String values, String reason) {
        assertThatThrownBy(() -> Chart.with(DEFAULT, values).manifests()).hasMessageContaining(reason);
    }
}
