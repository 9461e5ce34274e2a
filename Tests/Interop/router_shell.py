"""Run on a host of its own: gives a simulated router a script, or asks it for rows, with librouteros.

Standard input is one JSON object with `port`, `password`, and `run` (a script), `set` (a menu with words) or `rows` (menus).
Standard output is one JSON value.
"""

import json
import ssl
import sys

from librouteros import connect
from librouteros.exceptions import TrapError

wish = json.load(sys.stdin)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
api = connect(
    wish.get("host", "127.0.0.1"), "admin", wish["password"], port=wish["port"], timeout=60, encoding="utf-8",
    ssl_wrapper=context.wrap_socket,
)
if "run" in wish:
    try:
        print(json.dumps({"said": list(api("/execute", script=wish["run"], **{"as-string": ""}))}))
    except TrapError as error:
        print(json.dumps({"error": str(error)}))
elif "set" in wish:
    print(json.dumps(list(api(wish["set"], **wish["words"]))))
else:
    print(json.dumps({menu: list(api(f"{menu}/print")) for menu in wish["rows"]}))
