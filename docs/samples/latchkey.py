import base64
import hashlib
import hmac
import json
import urllib.error
import urllib.parse
import urllib.request
from email.utils import formatdate

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding


# #region sign
def signed_headers(api_key, shared_key, date=None):
    """The two headers that sign a request."""
    date = date or formatdate(usegmt=True)
    text = f"licenseSpring\ndate: {date}"
    digest = hmac.new(shared_key.encode(), text.encode(), hashlib.sha256).digest()
    signature = base64.b64encode(digest).decode()
    return {
        "Date": date,
        "Authorization": f'algorithm="hmac-sha256", headers="date", signature="{signature}", apikey="{api_key}"',
    }
# #endregion


# #region verify
def is_genuine(body, license_signature, public_key_pem):
    """True when the server signed exactly these bytes."""
    key = serialization.load_pem_public_key(public_key_pem.encode())
    try:
        key.verify(base64.b64decode(license_signature), body, padding.PKCS1v15(), hashes.SHA256())
        return True
    except InvalidSignature:
        return False
# #endregion


class LicenseError(Exception):
    """A refusal of the server: `code` is for programs, the message is for people."""

    def __init__(self, code, message):
        super().__init__(f"{message} ({code})")
        self.code = code


class Latchkey:
    """A client of the License API. It signs every request and verifies every response."""

    def __init__(self, server, api_key, shared_key, public_key):
        self.server = server
        self.api_key = api_key
        self.shared_key = shared_key
        self.public_key = public_key

    def call(self, method, path, fields=None):
        """Sends a request. The fields go into the query of a GET, and into the JSON body of a POST.
        A value is text or, in a body, also a number, a boolean or a dict.

        Raises LicenseError where the server refuses, another error where nobody answers, or somebody else does.
        """
        fields = fields or {}
        url = self.server + path
        body = None
        if method == "GET":
            url += "?" + urllib.parse.urlencode(fields)
        else:
            body = json.dumps(fields).encode()
        headers = {**signed_headers(self.api_key, self.shared_key), "Content-Type": "application/json"}
        request = urllib.request.Request(url, body, headers, method=method)
        try:
            response = urllib.request.urlopen(request, timeout=15)
        except urllib.error.HTTPError as refusal:
            response = refusal
        # The original bytes: the signature is verified before they are parsed.
        with response:
            answer = response.read()
            signature = response.headers.get("LicenseSignature") or ""
        if not is_genuine(answer, signature, self.public_key):
            raise RuntimeError(f"The response of {self.server} has no valid signature.")
        value = json.loads(answer)
        if response.status == 200:
            return value
        raise LicenseError(value["code"], value["message"])
