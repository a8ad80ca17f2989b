package io.percept.resolve.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.255.0.9", "::1"})
    void shouldCloseLoopback(String address) throws UnknownHostException {
        assertThat(AddressRules.closed(InetAddress.getByName(address))).contains("loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "0.1.2.3", "::"})
    void shouldCloseTheUnspecified(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd12:3456::1"})
    void shouldClosePrivateAndUniqueLocal(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"169.254.1.1", "fe80::1", "fec0::1"})
    void shouldCloseLinkLocalAndSiteLocal(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100.64.0.1", "100.127.255.255"})
    void shouldCloseWhatProvidersShare(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1"})
    void shouldCloseMulticast(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "fd00:ec2::254",
                "fd20:ce::254"
            })
    void shouldCloseMetadataServicesOfClouds(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.0.1", "192.88.99.1", "240.0.0.1", "255.255.255.255", "100::1", "2001:20::1", "5f00::1"})
    void shouldCloseTheReserved(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "198.51.100.1", "203.0.113.9", "2001:db8::1", "3fff::1"})
    void shouldCloseDocumentation(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.18.0.1", "198.19.255.255", "2001:2::1"})
    void shouldCloseBenchmarks(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:10.0.0.1", "::127.0.0.1", "::8.8.8.8"})
    void shouldCloseMappedAndCompatibleForms(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b::808:808", "64:ff9b:1::1"})
    void shouldCloseTranslatedForms(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2002:7f00:1::", "2002:a9fe:a9fe::1", "2001::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2"})
    void shouldCloseTunnels(String address) throws UnknownHostException {
        assertClosed(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.0.1",
                "172.32.0.1",
                "169.253.1.1",
                "192.169.0.1",
                "198.17.255.255",
                "198.20.0.1",
                "::ffff:8.8.8.8",
                "2606:4700:4700::1111",
                "2a00:1450:4001::1",
                "2001:4860:4860::8888"
            })
    void shouldLeaveTheOpenInternetOpen(String address) throws UnknownHostException {
        assertThat(AddressRules.closed(InetAddress.getByName(address))).isEmpty();
    }

    private static void assertClosed(String address) throws UnknownHostException {
        assertThat(AddressRules.closed(InetAddress.getByName(address))).isNotEmpty();
    }
}
