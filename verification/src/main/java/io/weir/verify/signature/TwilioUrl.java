package io.weir.verify.signature;

/**
 * Twilio's rule for ports: it signs the URL with a port or without, whatever the request's URL has, and its libraries try
 * both.
 *
 * @see <a href="https://www.twilio.com/docs/usage/webhooks/webhooks-security">Webhooks security</a>
 */
final class TwilioUrl {
    private TwilioUrl() {}

    /** The URL without its port, or with that of its protocol if it has none. */
    static String otherPort(String url) {
        int host = url.indexOf("://") + 3;
        if (host < 3) {
            return url;
        }
        int end = host;
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        int port = end;
        while (port > host && Character.digit(url.charAt(port - 1), 10) >= 0) {
            port--;
        }
        if (port > host && url.charAt(port - 1) == ':') {
            return url.substring(0, port - 1) + url.substring(end);
        }
        return url.substring(0, end) + (url.startsWith("https:") ? ":443" : ":80") + url.substring(end);
    }
}
