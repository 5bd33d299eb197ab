package io.weir.operations.text;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headers, URLs and bodies without what lets someone act as the sender: signatures, tokens, passwords, cookies. */
public final class Blanked {
    /** Stands where something was. */
    public static final String BLANK = "[blanked]";

    private static final Pattern HEADER = Pattern.compile(
            "(?:.*-)?(?:authorization|cookie2?)|.*(?:signature|token|secret|password|passwd|api-?key|credential).*"
                    + "|x-hub-.*|.*hmac.*|.*-(?:mac|sig)|x-(?:auth|.*-auth|.*-key)|x-amz-security.*"
                    + "|plaid-verification|x-trello-webhook");

    /** A value as long as a MAC of SHA-1, SHA-256 or SHA-512 in hex or base64: own schemes name their headers as they like. */
    private static final Pattern MAC =
            Pattern.compile("(?:[A-Za-z0-9_-]{1,16}=)?(?:[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}|[0-9A-Fa-f]{128}"
                    + "|[A-Za-z0-9+/_-]{27}=?|[A-Za-z0-9+/_-]{43}=?|[A-Za-z0-9+/_-]{86}(?:==)?)");

    /** Of SNS, then of the presets whose proof is in the body. */
    private static final String NAMES = "(Token|UnsubscribeURL|SubscribeURL|Signature"
            + "|token|signature|hmacSignature|clientState|verification_token)";
    /** Of a body that is cut off, the member may have no end. */
    private static final Pattern MEMBER =
            Pattern.compile("\"" + NAMES + "\"\\s*:\\s*\"(?:[^\"\\\\]|\\\\.)*+(\"|\\\\?$)");
    /** JSON as a string within JSON: how a topic wraps what another topic sent. */
    private static final Pattern INNER_MEMBER =
            Pattern.compile("\\\\\"" + NAMES + "\\\\\"\\s*:\\s*\\\\\"[^\"\\\\]*+(\\\\\"|\\\\?$)");

    private static final Pattern PARAMETER = Pattern.compile(
            "([?&;])([^=&;\\s\"#]*(?:token|secret|signature|password|passwd|api_?-?key|credential|hmac)[^=&;\\s\"#]*|sig|key|auth)"
                    + "=[^&;\\s\"'<>\\\\#]*",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern USER = Pattern.compile("(://)[^/@\\s\"]*@");

    private Blanked() {}

    /** Whether a header of this name holds a signature or a secret, in whatever case it is written. */
    public static boolean isSecret(String header) {
        return HEADER.matcher(header.toLowerCase(Locale.ROOT)).matches();
    }

    /** Headers in their order, with the values blanked that are secret by their names, or look like a signature. */
    public static Map<String, String> headers(Map<String, String> headers) {
        return headers(headers, Set.of());
    }

    /**
     * The same where more is known.
     *
     * @param more lower-case names of headers that are secret here, such as that of the source's scheme
     */
    public static Map<String, String> headers(Map<String, String> headers, Set<String> more) {
        Map<String, String> blanked = new LinkedHashMap<>();
        headers.forEach((name, value) -> blanked.put(name, isSecret(name, value, more) ? BLANK : url(value)));
        return blanked;
    }

    private static boolean isSecret(String name, String value, Set<String> more) {
        return isSecret(name)
                || more.contains(name.toLowerCase(Locale.ROOT))
                || MAC.matcher(value.strip()).matches();
    }

    /** A URL, or text with URLs, without user names, passwords, and parameters that are secret by their names. */
    public static String url(String text) {
        String without = USER.matcher(text).replaceAll("$1" + BLANK + "@");
        return PARAMETER.matcher(without).replaceAll("$1$2=" + Matcher.quoteReplacement(BLANK));
    }

    /** The text of a body without what proves it, confirms a subscription, or ends one. */
    public static String body(String text) {
        String without = MEMBER.matcher(text).replaceAll("\"$1\": \"" + BLANK + "$2");
        return url(INNER_MEMBER.matcher(without).replaceAll("\\\\\"$1\\\\\": \\\\\"" + BLANK + "$2"));
    }
}
