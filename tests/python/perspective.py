# A program that knows Google's Perspective API through Google's own client: what is changed is the address of the discovery document. Reads one JSON document
# { discovery, key, requests } and writes one line of JSON for each request: the answer, or the status and message of the error.
import json
import sys

from googleapiclient import discovery, errors

job = json.load(sys.stdin)
client = discovery.build("commentanalyzer", "v1alpha1", developerKey=job["key"], discoveryServiceUrl=job["discovery"], cache_discovery=False)
for method, body in job["requests"]:
    try:
        print(json.dumps({"answer": getattr(client.comments(), method)(body=body).execute()}))
    except errors.HttpError as error:
        print(json.dumps({"status": int(error.resp.status), "message": error._get_reason()}))
