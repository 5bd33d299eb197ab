package io.weir.operations.aws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AwsAccountTest {
    private static final String PROPERTY = "aws.endpointUrl";

    @Test
    void tellsAnEmulatorByItsAddress() throws Exception {
        assertThat(isEmulated("http://127.0.0.1:4566")).isTrue();
        assertThat(isEmulated("https://vpce-1.logs.eu-central-1.vpce.amazonaws.com"))
                .isFalse();
        assertThat(isEmulated("https://amazonaws.com.example")).isTrue();
        try (AwsAccount account = AwsAccount.open("eu-central-1")) {
            assertThat(account.isEmulated()).isFalse();
        }
    }

    private static boolean isEmulated(String endpoint) throws Exception {
        System.setProperty(PROPERTY, endpoint);
        try (AwsAccount account = AwsAccount.open("eu-central-1")) {
            return account.isEmulated();
        } finally {
            System.clearProperty(PROPERTY);
        }
    }
}
