package io.weir.ingest.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import org.junit.jupiter.api.Test;

class HttpEventParserTest {
    @Test
    void parse_awsOwnExampleOfTheFormat_isUnderstood() throws Exception {
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
        try (InputStream example = HttpEventParserTest.class.getResourceAsStream("http-api-2.0.json")) {
            HttpEvent event = HttpEventParser.parse(example);
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.url())
                    .isEqualTo(
                            "https://id.execute-api.us-east-1.amazonaws.com/my/path?parameter1=value1&parameter1=value2&parameter2=value");
            assertThat(event.sourceIp()).isEqualTo("192.0.2.1");
            assertThat(event.headers()).containsEntry("header2", "value1,value2");
            assertThat(event.body()).isEqualTo("Hello from Lambda".getBytes(UTF_8));
            assertThat(event.source()).isEmpty();
        }
    }

    @Test
    void parse_awsOwnExampleOfAFunctionUrl_isUnderstood() throws Exception {
        // https://github.com/aws/aws-lambda-java-libs, the sample lambda_function_url_request.json
        try (InputStream example = HttpEventParserTest.class.getResourceAsStream("function-url-aws.json")) {
            HttpEvent event = HttpEventParser.parse(example);
            assertThat(event.method()).isEqualTo("POST");
            assertThat(event.sourceIp()).isEqualTo("123.123.123.123");
            assertThat(event.headers()).containsEntry("header2", "value1,value2");
            assertThat(event.body()).isEqualTo("Hello from client!".getBytes(UTF_8));
        }
    }
}
