package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.percept.deploy.chart.Chart;
import io.percept.deploy.chart.Manifest;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart's network policy, which lets out what the guard of fetching lets out: each is there for when the other fails. */
class NetworkPolicyTest {

    static final List<Path> VALUE_SETS = Chart.VALUE_SETS;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1.2.3",
                "10.0.0.1",
                "100.64.0.1",
                "100.128.0.1",
                "127.0.0.1",
                "168.63.129.16",
                "168.63.129.17",
                "169.254.169.254",
                "172.15.255.255",
                "172.16.0.1",
                "172.32.0.1",
                "192.0.0.8",
                "192.0.1.1",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "192.169.0.1",
                "198.17.0.1",
                "198.18.0.1",
                "198.20.0.1",
                "198.51.100.1",
                "203.0.113.9",
                "8.8.8.8",
                "93.184.215.14",
                "224.0.0.1",
                "239.1.1.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "fd00::1",
                "64:ff9b::a00:1",
                "2001::1",
                "2001:db8::1",
                "2001:4860:4860::8888",
                "2002:a00:1::",
                "3fff::1",
                "2606:4700::1111",
                "4000::1"
            })
    void shouldLetOutWhatTheGuardLetsOut(String address) throws IOException {
        JsonNode open = egress("default").stream()
                .filter(rule -> rule.toString().contains("0.0.0.0/0"))
                .findFirst()
                .orElseThrow();

        boolean lets = Manifest.items(open.path("to")).anyMatch(peer -> holds(peer.path("ipBlock"), address));

        assertThat(lets)
                .isEqualTo(AddressRules.closed(InetAddress.getByName(address)).isEmpty());
        assertThat(ports(open)).containsExactly(80, 443);
    }

    @ParameterizedTest
    @FieldSource("VALUE_SETS")
    void shouldReachNoPrivateAddressButKafkas(Path values) throws IOException {
        List<String> privateBlocks = new ArrayList<>();
        for (JsonNode rule : egress(values)) {
            boolean kafkas = ports(rule).stream().allMatch(port -> port > 9000);
            Manifest.items(rule.path("to"))
                    .map(peer -> peer.path("ipBlock"))
                    .filter(block -> !block.isMissingNode() && !kafkas)
                    .filter(block ->
                            holds(block, "10.20.0.1") || holds(block, "192.168.0.1") || holds(block, "172.16.0.1"))
                    .forEach(block -> privateBlocks.add(block.toString()));
        }

        assertThat(privateBlocks).isEmpty();
        assertThat(egress(values)).allMatch(rule -> rule.has("to") && rule.has("ports"));
    }

    @Test
    void shouldReachKafkaAtItsPortsOnly() throws IOException {
        JsonNode kafka = egress("locked-down").getLast();

        assertThat(kafka.at("/to/0/ipBlock/cidr").asText()).isEqualTo("10.20.0.0/24");
        assertThat(ports(kafka)).containsExactly(9094, 9095);
    }

    @Test
    void shouldFetchNothingWhereThatIsWanted() throws IOException {
        assertThat(egress("locked-down")).noneMatch(rule -> rule.toString().contains("0.0.0.0/0"));
    }

    private static List<JsonNode> egress(String valueSet) throws IOException {
        return egress(Chart.SOURCE.resolve("ci/" + valueSet + "-values.yaml"));
    }

    private static List<JsonNode> egress(Path values) throws IOException {
        Manifest policy = Chart.with(values).manifests().stream()
                .filter(manifest -> manifest.kind().equals("NetworkPolicy"))
                .findFirst()
                .orElseThrow();
        return Manifest.items(policy.at("/spec/egress")).toList();
    }

    private static List<Integer> ports(JsonNode rule) {
        return Manifest.items(rule.path("ports"))
                .map(port -> port.path("port").asInt())
                .toList();
    }

    private static boolean holds(JsonNode block, String address) {
        return contains(block.path("cidr").asText(), address)
                && Manifest.items(block.path("except")).noneMatch(except -> contains(except.asText(), address));
    }

    private static boolean contains(String block, String address) {
        IPAddress range = new IPAddressString(block).getAddress().toPrefixBlock();
        IPAddress one = new IPAddressString(address).getAddress();
        return range.getIPVersion() == one.getIPVersion() && range.contains(one);
    }
}
