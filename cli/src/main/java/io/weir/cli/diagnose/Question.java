package io.weir.cli.diagnose;

import io.weir.cli.input.GivenSecret;
import io.weir.envelope.ReceivedRequest;
import io.weir.envelope.scheme.SignatureScheme;
import io.weir.envelope.source.Source;
import java.util.Map;

/**
 * A signed webhook that is to be explained.
 *
 * @param source whose scheme is a shared secret's
 * @param request as it came
 * @param secret the source's
 * @param others the secrets of other sources by their names: a sender may have been given the wrong one
 * @param showExpected whether signatures are shown whole; they are credentials
 */
public record Question(
        Source source,
        ReceivedRequest request,
        GivenSecret secret,
        Map<String, GivenSecret> others,
        boolean showExpected) {
    public Question {
        others = Map.copyOf(others);
    }

    SignatureScheme scheme() {
        return (SignatureScheme) source.scheme();
    }
}
