using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;

/// <summary>A refusal of the server. The response is JSON: its code is for programs, its message is for people.</summary>
public class LicenseException : Exception
{
    public readonly string Answer;

    public LicenseException(string answer) : base(answer)
    {
        Answer = answer;
    }
}

/// <summary>A client of the License API. It signs every request and verifies every response. For .NET and .NET Framework 4.7.</summary>
public class Latchkey
{
    private static readonly HttpClient Http = new HttpClient { Timeout = TimeSpan.FromSeconds(15) };
    private readonly string server;
    private readonly string apiKey;
    private readonly string sharedKey;
    private readonly string publicKey;

    public Latchkey(string server, string apiKey, string sharedKey, string publicKey)
    {
        this.server = server;
        this.apiKey = apiKey;
        this.sharedKey = sharedKey;
        this.publicKey = publicKey;
    }

    /// <summary>
    /// Sends a request. The fields go into the query of a GET, and into the JSON body of a POST. A value is text, a number,
    /// a boolean or, in a body, a dictionary of such values.
    /// </summary>
    /// <returns>The response, as JSON.</returns>
    /// <exception cref="LicenseException">The server refuses.</exception>
    public async Task<string> Call(HttpMethod method, string path, Dictionary<string, object> fields)
    {
        var isGet = method == HttpMethod.Get;
        var request = new HttpRequestMessage(method, server + path + (isGet ? "?" + Query(fields) : ""));
        if (!isGet) request.Content = new StringContent(Json(fields), Encoding.UTF8, "application/json");
        Sign(request, apiKey, sharedKey);
        using (var response = await Http.SendAsync(request))
        {
            // The original bytes: the signature is verified before they are parsed.
            var body = await response.Content.ReadAsByteArrayAsync();
            IEnumerable<string> signatures;
            var found = response.Headers.TryGetValues("LicenseSignature", out signatures);
            if (!found || !IsGenuine(body, signatures.First(), publicKey))
                throw new CryptographicException($"The response of {server} has no valid signature.");
            var answer = Encoding.UTF8.GetString(body);
            if (!response.IsSuccessStatusCode) throw new LicenseException(answer);
            return answer;
        }
    }

    // #region sign
    /// <summary>Adds the two headers that sign a request.</summary>
    public static void Sign(HttpRequestMessage request, string apiKey, string sharedKey)
    {
        var date = DateTimeOffset.UtcNow;
        request.Headers.Date = date;
        request.Headers.TryAddWithoutValidation("Authorization", Authorization(apiKey, sharedKey, date.ToString("R")));
    }

    public static string Authorization(string apiKey, string sharedKey, string date)
    {
        using (var hmac = new HMACSHA256(Encoding.ASCII.GetBytes(sharedKey)))
        {
            var digest = hmac.ComputeHash(Encoding.ASCII.GetBytes("licenseSpring\ndate: " + date));
            var signature = Convert.ToBase64String(digest);
            return $"algorithm=\"hmac-sha256\", headers=\"date\", signature=\"{signature}\", apikey=\"{apiKey}\"";
        }
    }
    // #endregion

    // #region verify
    /// <summary>True when the server signed exactly these bytes.</summary>
    public static bool IsGenuine(byte[] body, string licenseSignature, string publicKeyPem)
    {
        using (var key = RSA.Create())
        {
            key.ImportParameters(ReadPublicKey(publicKeyPem));
            var signature = Convert.FromBase64String(licenseSignature);
            return key.VerifyData(body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
    }

    /// <summary>Reads a public key in PEM. Since .NET 5, RSA.ImportFromPem does the same.</summary>
    private static RSAParameters ReadPublicKey(string pem)
    {
        var der = Convert.FromBase64String(Regex.Replace(pem, @"-----[^-]+-----|\s", ""));
        var at = 0;
        Func<int> enter = () =>
        {
            int length = der[at + 1];
            at += 2;
            if (length < 0x80) return length;
            var bytes = der.Skip(at).Take(length & 0x7f).ToArray();
            at += bytes.Length;
            return bytes.Aggregate(0, (sum, one) => (sum << 8) + one);
        };
        Func<byte[]> readInteger = () =>
        {
            var length = enter();
            var bytes = der.Skip(at).Take(length).SkipWhile(one => one == 0).ToArray();
            at += length;
            return bytes;
        };
        enter(); // the outer sequence
        var algorithm = enter(); // the algorithm, which is RSA
        at += algorithm;
        enter(); // the bit string
        at += 1; // the number of unused bits, which is 0
        enter(); // the sequence of modulus and exponent
        return new RSAParameters { Modulus = readInteger(), Exponent = readInteger() };
    }
    // #endregion

    private static string Query(Dictionary<string, object> fields)
    {
        return string.Join("&", fields.Select(field => field.Key + "=" + Uri.EscapeDataString(Text(field.Value))));
    }

    private static string Json(object value)
    {
        if (value is bool) return Text(value).ToLowerInvariant();
        if (value is int || value is long || value is double) return Text(value);
        var fields = value as Dictionary<string, object>;
        if (fields == null) return Quote(Text(value));
        return "{" + string.Join(",", fields.Select(field => Quote(field.Key) + ":" + Json(field.Value))) + "}";
    }

    private static string Text(object value)
    {
        return Convert.ToString(value, CultureInfo.InvariantCulture);
    }

    private static string Quote(string text)
    {
        var escaped = Regex.Replace(text, "[\"\\\\\\x00-\\x1f]", found => "\\u" + ((int)found.Value[0]).ToString("x4"));
        return "\"" + escaped + "\"";
    }
}
