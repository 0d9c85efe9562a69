import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A client of the License API. It signs every request and verifies every response. It needs only Java 17. */
public class Latchkey {
    /** A refusal of the server. The response is JSON: its code is for programs, its message is for people. */
    public static class LicenseException extends RuntimeException {
        public final int status;
        public final String answer;

        LicenseException(int status, String answer) {
            super(answer);
            this.status = status;
            this.answer = answer;
        }
    }

    private static final DateTimeFormatter HTTP_DATE =
        DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(15)).build();
    private final String server;
    private final String apiKey;
    private final String sharedKey;
    private final PublicKey publicKey;

    public Latchkey(String server, String apiKey, String sharedKey, String publicKey) throws GeneralSecurityException {
        this.server = server;
        this.apiKey = apiKey;
        this.sharedKey = sharedKey;
        this.publicKey = readPublicKey(publicKey);
    }

    /**
     * Sends a request: fields go into the query of a GET, and into the JSON body of a POST. A value is text, a number,
     * a boolean or, in a body, a map of such values.
     *
     * @return the answer, as JSON
     * @throws LicenseException when the server refuses
     */
    public String call(String method, String path, Map<String, ?> fields) throws Exception {
        boolean isGet = method.equals("GET");
        String date = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path + (isGet ? "?" + query(fields) : "")))
            .method(method, isGet ? BodyPublishers.noBody() : BodyPublishers.ofString(json(fields)))
            .header("Date", date)
            .header("Authorization", authorization(apiKey, sharedKey, date))
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(15))
            .build();
        var response = http.send(request, BodyHandlers.ofByteArray());
        // The original bytes: the signature is verified before they are parsed.
        String signature = response.headers().firstValue("LicenseSignature").orElse("");
        if (!isGenuine(response.body(), signature, publicKey)) {
            throw new SecurityException("The response of " + server + " has no valid signature.");
        }
        String answer = new String(response.body(), UTF_8);
        if (response.statusCode() != 200) throw new LicenseException(response.statusCode(), answer);
        return answer;
    }

    // #region sign
    /** The Authorization header of a request. Send the same date in the Date header. */
    static String authorization(String apiKey, String sharedKey, String date) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(sharedKey.getBytes(UTF_8), "HmacSHA256"));
        byte[] digest = mac.doFinal(("licenseSpring\ndate: " + date).getBytes(UTF_8));
        String signature = Base64.getEncoder().encodeToString(digest);
        return "algorithm=\"hmac-sha256\", headers=\"date\", signature=\"" + signature + "\", apikey=\"" + apiKey + "\"";
    }
    // #endregion

    // #region verify
    /** True when the server signed exactly these bytes. */
    static boolean isGenuine(byte[] body, String licenseSignature, PublicKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(body);
        byte[] bytes = Base64.getDecoder().decode(licenseSignature);
        return bytes.length > 0 && signature.verify(bytes);
    }

    static PublicKey readPublicKey(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getDecoder().decode(pem.replaceAll("-----[^-]+-----|\\s", ""));
        return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    }
    // #endregion

    private static String query(Map<String, ?> fields) {
        return fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue().toString(), UTF_8))
            .collect(Collectors.joining("&"));
    }

    private static String json(Object value) {
        if (value instanceof Number || value instanceof Boolean) return value.toString();
        if (!(value instanceof Map<?, ?> fields)) return quote(value.toString());
        return fields.entrySet().stream()
            .map(field -> quote(field.getKey().toString()) + ":" + json(field.getValue()))
            .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') quoted.append('\\').append(c);
            else if (c < ' ') quoted.append(String.format("\\u%04x", (int) c));
            else quoted.append(c);
        }
        return quoted.append('"').toString();
    }
}
