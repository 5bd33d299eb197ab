package io.weir.worker.sns;

import static io.weir.worker.kit.TestMessage.CERTIFICATE_PATH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.worker.fetch.DocumentRejectedException;
import io.weir.worker.kit.TestCertificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.messagemanager.sns.internal.SnsHostProvider;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/** Host and certificate's subject of each region, as the AWS SDK has them. */
class SigningNamesTest {
    static List<Region> regions() {
        return Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .toList();
    }

    private static CertificateUrl url(String region) throws Exception {
        PartitionMetadata partition = PartitionMetadata.of(Region.of(region));
        String host = "https://sns." + region + "." + partition.dnsSuffix();
        return CertificateUrl.of(
                host + CERTIFICATE_PATH, "arn:" + partition.id() + ":sns:" + region + ":123456789012:budgets");
    }

    private static byte[] certificate(String name) {
        return TestCertificate.of("CN=" + name, "RSA", 2048, TestCertificate.FROM, TestCertificate.UNTIL)
                .pem();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void of_eachRegionOfTheSdk_hasTheHostAndTheSubjectThatTheSdkDemands(Region region) throws Exception {
        SnsHostProvider sdk = new SnsHostProvider(region);
        CertificateUrl url = url(region.id());

        assertThat(url.text()).isEqualTo(sdk.regionalEndpoint() + CERTIFICATE_PATH);
        assertThat(SigningCertificate.parse(certificate(sdk.signingCertCommonName()), url.subjects()))
                .isNotNull();
    }

    @ParameterizedTest
    @MethodSource("regions")
    void parse_certificateOfAnyOtherRegion_isNotOfThisOne(Region region) throws Exception {
        String own = new SnsHostProvider(region).signingCertCommonName();
        CertificateUrl url = url(region.id());
        List<String> others = regions().stream()
                .map(other -> new SnsHostProvider(other).signingCertCommonName())
                .filter(name -> !name.equals(own))
                .distinct()
                .toList();

        assertThat(others).hasSizeGreaterThan(20);
        for (String other : others) {
            assertThatThrownBy(() -> SigningCertificate.parse(certificate(other), url.subjects()))
                    .isInstanceOf(DocumentRejectedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ap-southeast-99, sns-signing.ap-southeast-99.amazonaws.com",
        "ap-southeast-99, sns.amazonaws.com",
        "cn-south-99, sns-signing.cn-south-99.amazonaws.com.cn",
        "cn-south-99, sns.amazonaws.com.cn"
    })
    void parse_regionThatTheSdkDoesNotKnowYet_hasItsOwnNameOrThatOfItsPartition(String region, String name)
            throws Exception {
        assertThat(SigningCertificate.parse(certificate(name), url(region).subjects()))
                .isNotNull();
    }

    @Test
    void subjects_ofARegionThatSignsByItsOwnName_areNotTheGlobalOne() throws Exception {
        assertThat(url("eu-south-1").subjects()).doesNotContain("sns.amazonaws.com");
    }
}
