package io.weir.priming;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A certificate of 127.0.0.1 for the next day, signed by its own key, which is made with it and lies nowhere. The JDK makes none by
 * itself, and one in the repository would need its key beside it. RSA, as the hosts of AWS have.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5280#section-4.1">RFC 5280, section 4.1</a>
 */
final class LoopbackCertificate {
    private static final int KEY_BITS = 2048;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_ID = 0x06;
    private static final int UTF8_STRING = 0x0C;
    private static final int TIME = 0x17;
    private static final int VERSION = 0xA0;
    private static final int EXTENSIONS = 0xA3;
    private static final int IP_ADDRESS = 0x87;

    /** 1.2.840.113549.1.1.11, sha256WithRSAEncryption, and its absent parameters. */
    private static final byte[] SHA256_WITH_RSA = tagged(
            SEQUENCE,
            tagged(OBJECT_ID, new byte[] {0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 0x0B}),
            new byte[] {5, 0});

    /** 2.5.4.3, common name. */
    private static final byte[] COMMON_NAME = {0x55, 4, 3};

    /** 2.5.29.17, subject alternative name. */
    private static final byte[] ALTERNATIVE_NAME = {0x55, 0x1D, 0x11};

    private LoopbackCertificate() {}

    /** A store with the certificate and its key, under an empty password. */
    static KeyStore create(Clock clock) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(KEY_BITS);
        KeyPair keys = generator.generateKeyPair();
        byte[] content = content(keys, clock.instant());
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update(content);
        byte[] der = tagged(SEQUENCE, content, SHA256_WITH_RSA, tagged(BIT_STRING, new byte[] {0}, signature.sign()));
        Certificate certificate =
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("loopback", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        return store;
    }

    private static byte[] content(KeyPair keys, Instant now) throws IOException {
        byte[] name = tagged(
                SEQUENCE,
                tagged(
                        SET,
                        tagged(
                                SEQUENCE,
                                tagged(OBJECT_ID, COMMON_NAME),
                                tagged(UTF8_STRING, "loopback".getBytes(StandardCharsets.US_ASCII)))));
        byte[] addresses = tagged(SEQUENCE, tagged(IP_ADDRESS, LOOPBACK));
        byte[] extension = tagged(SEQUENCE, tagged(OBJECT_ID, ALTERNATIVE_NAME), tagged(OCTET_STRING, addresses));
        return tagged(
                SEQUENCE,
                tagged(VERSION, tagged(INTEGER, new byte[] {2})),
                tagged(INTEGER, new byte[] {1}),
                SHA256_WITH_RSA,
                name,
                tagged(SEQUENCE, time(now.minus(Duration.ofDays(1))), time(now.plus(Duration.ofDays(1)))),
                name,
                keys.getPublic().getEncoded(),
                tagged(EXTENSIONS, tagged(SEQUENCE, extension)));
    }

    private static byte[] time(Instant time) {
        return tagged(TIME, UTC_TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }

    /** DER: a tag, a length, and what is tagged. */
    private static byte[] tagged(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (length >= 0x100) {
            der.write(0x82);
            der.write(length >> 8);
        } else if (length >= 0x80) {
            der.write(0x81);
        }
        der.write(length);
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }
}
