#pragma once

#include <cstdio>
#include <ctime>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <strings.h>
#include <variant>
#include <vector>

#include <curl/curl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>

/** Needs C++17, libcurl and OpenSSL: c++ -std=c++17 main.cpp -lcurl -lcrypto */
namespace latchkey {

/** A JSON object. Numbers and booleans are sent as text. */
using Object = std::map<std::string, std::string>;
/** The fields of a request. Only the body of a POST can contain an object, such as `variables`. */
using Fields = std::map<std::string, std::variant<std::string, Object>>;

/** A refusal of the server. The response is JSON: its code is for programs, its message is for people. */
struct LicenseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/** There was no response, or its signature is wrong. */
struct ConnectionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// #region sign
inline std::string encode_base64(const unsigned char *bytes, int length) {
  std::string text(4 * ((length + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char *>(text.data()), bytes, length);
  return text;
}

/** The time as an HTTP date. It does not use strftime, which depends on the locale. */
inline std::string http_date(std::time_t now) {
  static const char *days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static const char *months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc = *std::gmtime(&now);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[utc.tm_wday], utc.tm_mday,
                months[utc.tm_mon], utc.tm_year + 1900, utc.tm_hour, utc.tm_min, utc.tm_sec);
  return text;
}

/** The Authorization header of a request. Send the same date in the Date header. */
inline std::string authorization(const std::string &api_key, const std::string &shared_key, const std::string &date) {
  const std::string text = "licenseSpring\ndate: " + date;
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), shared_key.data(), static_cast<int>(shared_key.size()),
       reinterpret_cast<const unsigned char *>(text.data()), text.size(), digest, &length);
  return "algorithm=\"hmac-sha256\", headers=\"date\", signature=\"" +
         encode_base64(digest, static_cast<int>(length)) + "\", apikey=\"" + api_key + "\"";
}
// #endregion

// #region verify
/** True when the server signed exactly these bytes. */
inline bool is_genuine(const std::string &body, const std::string &license_signature, const std::string &public_key_pem) {
  std::vector<unsigned char> signature(license_signature.size() + 1);
  int length = EVP_DecodeBlock(signature.data(), reinterpret_cast<const unsigned char *>(license_signature.data()),
                               static_cast<int>(license_signature.size()));
  if (length <= 0) return false;
  // The padding was decoded to zeros.
  for (auto at = license_signature.rbegin(); at != license_signature.rend() && *at == '='; ++at) length -= 1;

  std::unique_ptr<BIO, int (*)(BIO *)> pem(
      BIO_new_mem_buf(public_key_pem.data(), static_cast<int>(public_key_pem.size())), BIO_free);
  std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY *)> key(PEM_read_bio_PUBKEY(pem.get(), nullptr, nullptr, nullptr),
                                                      EVP_PKEY_free);
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX *)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  return key && EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), length,
                          reinterpret_cast<const unsigned char *>(body.data()), body.size()) == 1;
}
// #endregion

/** A client of the License API. It signs every request and verifies every response. */
class Latchkey {
public:
  Latchkey(std::string server, std::string api_key, std::string shared_key, std::string public_key)
      : server_(server), api_key_(api_key), shared_key_(shared_key), public_key_(public_key) {}

  /**
   * Sends a request: fields go into the query of a GET, and into the JSON body of a POST.
   * Returns the answer, as JSON. Throws LicenseError where the server refuses.
   */
  std::string call(const std::string &method, const std::string &path, const Fields &fields = {}) const {
    std::unique_ptr<CURL, void (*)(CURL *)> curl(curl_easy_init(), curl_easy_cleanup);
    const bool is_get = method == "GET";
    const std::string url = server_ + path + (is_get ? "?" + query(curl.get(), fields) : "");
    const std::string sent = json(fields);
    const std::string date = http_date(std::time(nullptr));
    curl_slist *list = nullptr;
    for (const std::string &line : {"Date: " + date, "Authorization: " + authorization(api_key_, shared_key_, date),
                                    std::string("Content-Type: application/json")})
      list = curl_slist_append(list, line.c_str());
    std::unique_ptr<curl_slist, void (*)(curl_slist *)> headers(list, curl_slist_free_all);

    std::string body, signature;
    curl_easy_setopt(curl.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_HTTPHEADER, headers.get());
    if (!is_get) curl_easy_setopt(curl.get(), CURLOPT_POSTFIELDS, sent.c_str());
    curl_easy_setopt(curl.get(), CURLOPT_TIMEOUT, 15L);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEFUNCTION, &Latchkey::keep_body);
    curl_easy_setopt(curl.get(), CURLOPT_WRITEDATA, &body);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERFUNCTION, &Latchkey::keep_signature);
    curl_easy_setopt(curl.get(), CURLOPT_HEADERDATA, &signature);
    const CURLcode result = curl_easy_perform(curl.get());
    if (result != CURLE_OK) throw ConnectionError(curl_easy_strerror(result));

    // The original bytes: the signature is verified before they are parsed.
    if (!is_genuine(body, signature, public_key_))
      throw ConnectionError("The response of " + server_ + " has no valid signature.");
    long status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &status);
    if (status != 200) throw LicenseError(body);
    return body;
  }

private:
  static size_t keep_body(char *data, size_t size, size_t count, void *body) {
    static_cast<std::string *>(body)->append(data, size * count);
    return size * count;
  }

  static size_t keep_signature(char *data, size_t size, size_t count, void *signature) {
    static const std::string name = "LicenseSignature:";
    std::string line(data, size * count);
    if (strncasecmp(line.c_str(), name.c_str(), name.size()) == 0) {
      const size_t begin = line.find_first_not_of(" \t", name.size());
      const size_t end = line.find_last_not_of(" \t\r\n");
      *static_cast<std::string *>(signature) = line.substr(begin, end + 1 - begin);
    }
    return size * count;
  }

  static std::string query(CURL *curl, const Fields &fields) {
    std::string text;
    for (const auto &[name, field] : fields) {
      const std::string &value = std::get<std::string>(field);
      std::unique_ptr<char, void (*)(void *)> escaped(
          curl_easy_escape(curl, value.c_str(), static_cast<int>(value.size())), curl_free);
      text += (text.empty() ? "" : "&") + name + "=" + escaped.get();
    }
    return text;
  }

  template <typename Value> static std::string json(const std::map<std::string, Value> &fields) {
    std::string text;
    for (const auto &[name, value] : fields) text += (text.empty() ? "" : ",") + json(name) + ":" + json(value);
    return "{" + text + "}";
  }

  static std::string json(const std::variant<std::string, Object> &value) {
    return std::visit([](const auto &one) { return json(one); }, value);
  }

  static std::string json(const std::string &text) {
    std::string quoted = "\"";
    for (const unsigned char c : text) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
      quoted += c < ' ' || c == '"' || c == '\\' ? escaped : std::string(1, static_cast<char>(c));
    }
    return quoted + "\"";
  }

  std::string server_, api_key_, shared_key_, public_key_;
};

} // namespace latchkey
