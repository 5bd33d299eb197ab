package io.weir.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "203.0.113.0/24, 203.0.113.255, true",
        "203.0.113.0/24, 203.0.114.0, false",
        "203.0.113.7, 203.0.113.7, true",
        "203.0.113.7, 203.0.113.6, false",
        "10.0.0.0/9, 10.127.255.255, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "203.0.113.0/24, '', false",
        "203.0.113.0/24, localhost, false",
        "203.0.113.0/24, '203.0.113.1,203.0.113.2', false",
        "0.0.0.0/0, 1, false",
        "::1, ::1, true",
        "::1, [::1], true",
        "::1, 0:0:0:0:0:0:0:1, true",
        "::1, [0:0:0:0:0:0:0:1], true",
        "::1, 0000:0000:0000:0000:0000:0000:0000:0001, true",
        "::1, ::0.0.0.1, true",
        "::1, ::2, false",
        "[::1], ::1, true",
        "[::1]/128, ::1, true",
        "0:0:0:0:0:0:0:1/128, ::1, true",
        "2001:DB8::/32, 2001:0db8:0:0::1, true",
        "fe80::/10, fe80::1%eth0, true",
        "fe80::/10, [fe80::1%2], true",
        "127.0.0.1, ::ffff:127.0.0.1, true",
        "127.0.0.1, ::FFFF:7f00:1, true",
        "127.0.0.1, [0:0:0:0:0:ffff:7f00:0001], true",
        "::ffff:127.0.0.1, 127.0.0.1, true",
        "::ffff:127.0.0.1/128, 127.0.0.1, true",
        "::ffff:203.0.113.0/120, 203.0.113.255, true",
        "::ffff:203.0.113.0/120, ::ffff:203.0.113.255, true",
        "::ffff:203.0.113.0/120, 203.0.114.0, false",
        "::ffff:0:0/96, 1.2.3.4, true",
        "127.0.0.1, ::127.0.0.1, false",
        "::1, [::1, false",
        "::1, ::1], false",
        "::1, [], false",
        "127.0.0.1, [127.0.0.1], false",
        "0.0.0.0/0, 300.1.1.1, false",
        "0.0.0.0/0, 010.1.1.1, false",
        "0.0.0.0/0, .1.2.3, false",
        "::/0, .:1, false"
    })
    void contains_address_isInTheBlockOrNot(String block, String address, boolean inside) {
        assertThat(Cidr.parse(new ConfigValue("x", block)).contains(address)).isEqualTo(inside);
    }

    @ParameterizedTest
    @CsvSource({
        "1",
        "10.0.0.0/-1",
        "10.0.0.0/x",
        "host/8",
        "10.0.0.0/8/8",
        "::/129",
        "1.2.3/8",
        "::ffff:0:0/95",
        "::ffff:1.2.3.4/129",
        "[::1",
        "fe80::1%eth0",
        "300.1.1.1"
    })
    void parse_noAddressBlock_isRefused(String block) {
        assertThatThrownBy(() -> Cidr.parse(new ConfigValue("x", block))).isInstanceOf(ConfigurationException.class);
    }
}
