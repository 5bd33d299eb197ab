package io.weir.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.ConfigurationException;
import io.weir.config.Environment;
import io.weir.envelope.source.PublicUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestConfigTest {
    @Test
    void read_missingVariable_isNamed() {
        assertThatThrownBy(() -> IngestConfig.read(new Environment(Map.of())))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("WEIR_SOURCES: expected a value, it is not set");
        assertThatThrownBy(() -> IngestConfig.read(new Environment(
                        Map.of("WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}"))))
                .hasMessage("WEIR_QUEUE_URL: expected a value, it is not set");
    }

    private static IngestConfig withBucket(Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>(more);
        environment.put("WEIR_SOURCES", "{\"s\":{\"scheme\":\"github\",\"secret\":\"env:X\"}}");
        environment.put("WEIR_QUEUE_URL", "queue");
        environment.put("WEIR_BUCKET", "bucket");
        return IngestConfig.read(new Environment(environment));
    }

    @ParameterizedTest
    @CsvSource({
        "eu-west-1, https://bucket.s3.eu-west-1.amazonaws.com/",
        "cn-north-1, https://bucket.s3.cn-north-1.amazonaws.com.cn/"
    })
    void read_noEndpoint_isTheBucketOfTheRegion(String region, String url) {
        assertThat(withBucket(Map.of("AWS_REGION", region)).bucket())
                .isEqualTo(new BucketAddress(URI.create(url), region));
    }

    @ParameterizedTest
    @CsvSource({
        "http://s3:1, http://all:2, http://s3:1/bucket/",
        "'', http://all:2//, http://all:2/bucket/",
        "http://s3:1/, '', http://s3:1/bucket/"
    })
    void read_endpoint_ofS3GoesBeforeThatOfAllServices(String s3, String all, String url) {
        assertThat(withBucket(Map.of("AWS_REGION", "x", "AWS_ENDPOINT_URL_S3", s3, "AWS_ENDPOINT_URL", all))
                        .bucket())
                .isEqualTo(new BucketAddress(URI.create(url), "x"));
    }

    @Test
    void read_bucketThatCannotBeReached_namesTheVariable() {
        assertThatThrownBy(() -> withBucket(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("AWS_REGION: expected a value, it is not set");
        assertThatThrownBy(() -> withBucket(Map.of("AWS_REGION", "x", "AWS_ENDPOINT_URL", "http://a b")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("AWS_ENDPOINT_URL: expected a URL");
    }

    @Test
    void read_url_isThatOfTheDeploymentOrNull() {
        assertThat(withBucket(Map.of("AWS_REGION", "x")).url()).isNull();
        assertThat(withBucket(Map.of("AWS_REGION", "x", "WEIR_URL", "https://a.example/hooks"))
                        .url())
                .isEqualTo(new PublicUrl("https://a.example/hooks"));
        assertThatThrownBy(() -> withBucket(Map.of("AWS_REGION", "x", "WEIR_URL", "a.example")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("WEIR_URL: expected an absolute http or https URL");
    }
}
