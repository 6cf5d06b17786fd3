"""Signs an identity token (HS256) with which a website vouches for the author of a reply. Python 3, no library.

    IDENTITY_SECRET=… python3 sign.py k1 gazette https://gazette.example/2026/bridge user-42 "Ana"
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def identity_token(secret: str, kid: str, site: str, page: str, subject: str, name: str | None = None) -> str:
    """secret: what "moderation identity-keys add" showed; its bytes are the key, as they are. kid: the name of that key. site: the id of the site.
    page: the page.id you send with the reply, or its page.url where you send no id. subject: who the author is on your website, always the same for the
    same person; a text, not a number."""
    now = int(time.time())
    claims = {"sub": subject, "aud": site, "page": page, "iat": now, "exp": now + 3600}
    if name is not None:
        claims["name"] = name
    parts = [base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT", "kid": kid}, claims)]
    signature = hmac.new(secret.encode(), ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, base64url(signature)])


if __name__ == "__main__":
    print(identity_token(os.environ["IDENTITY_SECRET"], *sys.argv[1:]))
