"""A router behind NAT, in network namespaces: the scripts and files that the command prints are run by the programs that they are for.

Three hosts: the gateway's, a NAT that lets nothing in, and the router's. What the script left in the simulated router is given to a real
WireGuard and a real packet filter on the router's host; the gateway's file goes through `wg-quick` itself; and what the
gateway then does to the router can have gone no other way.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gateway import GARDENGATE
from namespaces import Host, missing_tools, obstacle, wait_for

PASSWORD = "tunnelled"
GATEWAY, NAT_OUTSIDE, NAT_INSIDE = "203.0.113.1", "203.0.113.2", "198.51.100.1"
SHELL = Path(__file__).with_name("router_shell.py")
# What a home router drops from the factory (manual, default configurations).
DEFAULT_FILTER = [
    {"chain": "input", "action": "accept", "connection-state": "established,related,untracked"},
    {"chain": "input", "action": "drop", "in-interface-list": "!LAN"},
]


@pytest.fixture(autouse=True, scope="module")
def namespaces():
    if reason := obstacle():
        pytest.skip(reason)
    if missing := missing_tools():
        pytest.fail(f"script/setup installs what is missing: {' '.join(missing)}")


class Router:
    """A simulated router on a host of its own, whose tunnel and filter are real."""

    def __init__(self, folder, nat, number, version):
        self.host = Host(folder)
        self.lan_address = f"198.51.100.{number}"
        nat.host.attach(self.host, f"{self.lan_address}/24")
        self.host.run("ip", "route", "add", "default", "via", NAT_INSIDE)
        process = self.host.spawn(
            GARDENGATE, "simulate", "--listen", "0.0.0.0:8729", "--routeros", version, "--password", PASSWORD,
            stdout=subprocess.PIPE, log="router",
        )
        self.told = json.loads(process.stdout.readline())
        # Another name on each host: sockets of wireguard-go lie in one folder.
        self.interface = f"{self.host.name}w"
        for rule in DEFAULT_FILTER:
            self.ask(set="/ip/firewall/filter/add", words=rule)
        # This test goes on asking; whoever was let in before still is.
        self.let_in("127.0.0.1/32")

    def ask(self, **wish):
        wish = {"port": 8729, "password": PASSWORD, **wish}
        return json.loads(self.host.run(sys.executable, str(SHELL), text=json.dumps(wish), timeout=120).stdout)

    def rows(self, menu):
        return self.ask(rows=[menu])[menu]

    def let_in(self, address):
        # Connections bear the service's name as well.
        [service] = [row for row in self.rows("/ip/service") if row["name"] == "api-ssl" and not row.get("dynamic")]
        self.ask(set="/ip/service/set", words={".id": service[".id"], "address": address})

    def take(self, script):
        """Runs the script on the router, and makes what it left real."""
        said = self.ask(run=script)
        assert "error" not in said, said
        self.make_real()

    def make_real(self):
        [interface] = self.rows("/interface/wireguard")
        [peer] = self.rows("/interface/wireguard/peers")
        [address] = [row for row in self.rows("/ip/address") if row["interface"] == interface["name"]]
        self.private_key, self.address = interface["private-key"], address["address"].split("/")[0]
        endpoint = f"{peer['endpoint-address']}:{peer['endpoint-port']}"
        self.host.make_tunnel(
            self.interface,
            mtu=interface["mtu"],
            settings=(
                f"[Interface]\nPrivateKey = {interface['private-key']}\nListenPort = {interface['listen-port']}\n"
                f"[Peer]\nPublicKey = {peer['public-key']}\nPresharedKey = {peer['preshared-key']}\nEndpoint = {endpoint}\n"
                f"AllowedIPs = {peer['allowed-address']}\nPersistentKeepalive = {seconds(peer['persistent-keepalive'])}\n"
            ),
        )
        # A /32 with another network is a line with two ends.
        self.host.run(
            "ip", "address", "add", self.address, "peer", address["network"], "dev", self.interface
        )
        self.host.run("nft", "-f", "-", text=self.filter({interface["name"]: self.interface}))

    def filter(self, interfaces):
        """The router's filter as nftables has it. A property that is not known here is an error, never left out."""
        rules = {"input": [], "forward": []}
        for row in self.rows("/ip/firewall/filter"):
            words = []
            for name, value in row.items():
                match name:
                    case "chain" | "action" | ".id" | "comment" | "invalid" | "dynamic":
                        pass
                    case "in-interface" | "out-interface":
                        words.append(f"{name[0]}ifname {interfaces[value]}")
                    case "in-interface-list":
                        assert value == "!LAN"
                        words.append("iifname != lo")
                    case "connection-state":
                        words.append(f"ct state {{ {value} }}")
                    case "protocol":
                        words.append(f"ip protocol {value}")
                    case "dst-port":
                        words.append(f"tcp dport {value}")
                    case "src-address":
                        words.append(f"ip saddr {value}")
                    case _:
                        raise AssertionError(f"{name}={value} of {row}")
            rules[row["chain"]].append(" ".join([*words, row["action"]]))
        return "table inet router {\n" + "".join(
            f"chain {chain} {{ type filter hook {chain} priority 0; policy accept;\n"
            + "".join(f"{line}\n" for line in lines) + "}\n"
            for chain, lines in rules.items()
        ) + "}\n"

    def users(self):
        return {row["name"] for row in self.rows("/ip/hotspot/user") if row.get("comment", "").startswith("gg1 ")}


class NAT:
    """Lets everybody out and nobody in."""

    def __init__(self, folder, gateway):
        self.host = Switch(folder)
        gateway.link("out0", f"{GATEWAY}/24", self.host, "wan0", f"{NAT_OUTSIDE}/24")
        self.host.run("ip", "link", "add", "lan0", "type", "bridge")
        self.host.run("ip", "address", "add", f"{NAT_INSIDE}/24", "dev", "lan0")
        self.host.run("ip", "link", "set", "lan0", "up")
        self.host.sysctl("ipv4/ip_forward", 1)
        self.host.run("nft", "-f", "-", text="""
            table ip nat {
                chain out { type nat hook postrouting priority 100; oifname wan0 masquerade; }
                chain through {
                    type filter hook forward priority 0; policy drop;
                    ct state established,related accept
                    iifname lan0 oifname wan0 accept
                }
            }
        """)


class Switch(Host):
    """A host with a bridge that others are attached to."""

    def attach(self, other, address):
        port = f"p{other.name[-4:]}"
        other.link("wan0", address, self, port, None)
        self.run("ip", "link", "set", port, "master", "lan0")


class Site:
    """A gateway with routers behind one NAT."""

    def __init__(self, folder):
        self.folder = folder
        self.gateway = Host(folder)
        self.interface = f"{self.gateway.name}w"
        self.file = folder / f"{self.interface}.conf"
        self.nat = NAT(folder, self.gateway)
        self.routers = []
        self.hosts = []
        self.command("instance", "add", "Lobby")
        self.command("site", "add", "Hotel", "--instance", "Lobby")
        self.command("gateway", "tunnel", "set", "--endpoint", f"{GATEWAY}:51820")

    def try_command(self, *words):
        return self.gateway.run(
            GARDENGATE, *words, "--database", str(self.folder / "gate.db"), "--json", check=False, timeout=120
        )

    def command(self, *words):
        result = self.try_command(*words)
        assert result.returncode == 0, f"{' '.join(words)}: {result.stderr}{result.stdout}"
        return json.loads(result.stdout)

    def new_router(self, version):
        self.routers.append(Router(self.folder, self.nat, len(self.routers) + 2, version))
        return self.routers[-1]

    def add_router(self, version):
        """A router that was set up by hand, and gets its end of the tunnel besides; the gateway's end is not told of it yet."""
        router = self.new_router(version)
        given = self.command("gateway", "tunnel", "add", "Hotel")
        router.take(given["script"])
        assert router.address == given["address"]
        password = self.folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o600)
        self.command(
            "device", "add", "Hotel", router.address, "--user", "admin", "--password-file", str(password),
            "--trust", f"pin:{router.told['fingerprint']}", "--no-check",
        )
        return router

    def add_host(self):
        self.hosts.append(Host(self.folder))
        return self.hosts[-1]

    def write_file(self):
        self.command("gateway", "tunnel", "config", "--output", str(self.file))
        assert self.file.stat().st_mode & 0o777 == 0o600

    def bring_up(self):
        self.write_file()
        return self.gateway.run("wg-quick", "up", str(self.file))

    def renew(self):
        """As the command says: without a break for those that dial already."""
        self.write_file()
        self.gateway.run("bash", "-c", f"wg syncconf {self.interface} <(wg-quick strip {self.file})")

    def handshakes(self):
        shown = self.gateway.run("wg", "show", self.interface, "latest-handshakes").stdout
        return {key: int(when) for key, when in (line.split() for line in shown.splitlines())}

    def stop(self):
        if self.gateway.run("ip", "link", "show", self.interface, check=False).returncode == 0:
            self.gateway.run("wg-quick", "down", str(self.file))
        for host in [router.host for router in self.routers] + self.hosts + [self.nat.host, self.gateway]:
            host.stop()


def seconds(text):
    assert text.endswith("s") and text[:-1].isdigit(), text
    return text[:-1]


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    try:
        yield site
    finally:
        site.stop()


@pytest.mark.parametrize("version", ["7.12.2", "7.24"])
def test_a_router_is_set_up_and_pushed_to_through_the_tunnel_and_no_other_way(site, version):
    router = site.new_router(version)
    script = site.folder / "gardengate.rsc"
    given = site.command("device", "bootstrap", "Hotel", "--wireguard", "--file", str(script), "--wait", "0")
    router.take(script.read_text())
    assert given["host"] == f"{router.address}:8729"
    [certificate] = [row for row in router.rows("/certificate") if row["name"].startswith("gardengate-api")]
    again = [
        "device", "bootstrap", "Hotel", router.address, "--file", str(script), "--trust", f"pin:{certificate['fingerprint']}",
    ]
    # Without the tunnel there is no way: neither to its address, nor to the router's own, NAT or not.
    assert site.try_command(*again, "--wait", "1s").returncode == 1
    assert not site.gateway.reaches(router.address, 8729)
    site.gateway.run("ip", "route", "add", f"{router.lan_address}/32", "via", NAT_OUTSIDE)
    assert not site.gateway.reaches(router.lan_address, 8729)

    site.bring_up()
    # The router was told the same as before, so it need not be told again.
    added = site.command(*again, "--wait", "60s")
    assert (added["state"], added["device"]["host"]) == ("added", router.address)
    coupons = site.command("coupon", "create", "--instance", "Lobby", "--count", "3", "--minutes", "60")
    site.command("push", "Hotel")
    assert router.users() == {coupon["code"] for coupon in coupons}
    # The filter lets in what it says, not whatever comes through the tunnel.
    router.host.spawn("python3", "-m", "http.server", "8080", log="web")
    wait_for("a second service on the router", lambda: router.host.reaches("127.0.0.1", 8080))
    assert not site.gateway.reaches(router.address, 8080)

    # A device that is removed is out as soon as the gateway's end is told.
    site.command("device", "remove", router.address)
    site.renew()
    assert site.handshakes() == {}
    assert not site.gateway.reaches(router.address, 8729)


def test_a_router_fetches_its_set_up_from_a_gateway_that_only_the_tunnel_reaches(site):
    own, folder = "10.213.0.1", site.folder / "certificates"
    site.command("certificate", "create", "--host", own, "--directory", str(folder))
    site.command("gateway", "set", f"https://{own}:8443", "--tls-ca", str(folder / "ca.crt"))
    site.bring_up()
    site.gateway.spawn(
        GARDENGATE, "serve", "--listen", f"{own}:8443", "--tls-certificate", str(folder / "server.crt"),
        "--tls-key", str(folder / "server.key"), "--database", str(site.folder / "gate.db"), log="serve",
    )
    wait_for("the gateway to serve", lambda: site.gateway.reaches(own, 8443))
    router = site.new_router("7.20.8")
    paste = site.command("device", "bootstrap", "Hotel", "--wireguard", "--wait", "0")["script"]
    # The gateway's host has not been told of the router yet: the way is there on one side only.
    assert "error" in router.ask(run=paste)
    router.make_real()
    assert not router.host.reaches(own, 8443)
    site.renew()
    wait_for("the router to dial", lambda: all(site.handshakes().values()))
    assert "ready, on port 8729" in json.dumps(router.ask(run=paste))
    [certificate] = [row for row in router.rows("/certificate") if row["name"].startswith("gardengate-api")]
    site.command(
        "device", "bootstrap", "Hotel", router.address, "--file", str(site.folder / "unused.rsc"),
        "--trust", f"pin:{certificate['fingerprint']}", "--wait", "60s",
    )
    site.command("push", "Hotel")


def test_a_router_is_no_way_into_the_network_of_the_gateway_nor_to_another_router(site):
    first = site.add_router("7.22.3")
    up = site.bring_up()
    assert "PrivateKey" not in up.stderr + up.stdout
    wait_for("the first router to dial", lambda: all(site.handshakes().values()))
    before = site.handshakes()
    second = site.add_router("7.22.3")
    site.renew()
    wait_for("the second router to dial", lambda: len(site.handshakes()) == 2 and all(site.handshakes().values()))
    # The first one was not interrupted.
    assert all(site.handshakes()[key] >= when for key, when in before.items())
    site.command("push", "Hotel")

    # The gateway's host forwards for another one in its network; both have a service.
    gateway = site.gateway
    inner = site.add_host()
    gateway.link("in0", "192.0.2.1/24", inner, "in0", "192.0.2.2/24")
    inner.run("ip", "route", "add", "default", "via", "192.0.2.1")
    gateway.sysctl("ipv4/ip_forward", 1)
    for host in (gateway, inner):
        host.spawn("python3", "-m", "http.server", "8080", log="web")
    wait_for("the services", lambda: inner.reaches("192.0.2.1", 8080) and gateway.reaches("192.0.2.2", 8080))
    # Only the gateway's host itself reaches the routers, whoever is forwarded, and whatever makes it look like the host.
    inner.run("ip", "route", "replace", "10.213.0.0/16", "via", "192.0.2.1")
    disguise = (
        f'table ip out {{ chain out {{ type nat hook postrouting priority 100; oifname "{site.interface}" masquerade; }}; }}'
    )
    gateway.run("nft", disguise)
    assert gateway.reaches(first.address, 8729) and not inner.reaches(first.address, 8729)
    gateway.run("nft", "delete", "table", "ip", "out")
    # Somebody broke into the first router: its end takes everything, and its filter is gone.
    first.host.run("nft", "flush", "ruleset")
    peer = first.host.run("wg", "show", first.interface, "peers").stdout.strip()
    first.host.run("wg", "set", first.interface, "peer", peer, "allowed-ips", "10.213.0.0/16,192.0.2.0/24")
    for network in ("10.213.0.0/16", "192.0.2.0/24"):
        first.host.run("ip", "route", "add", network, "dev", first.interface)
    assert gateway.reaches(first.address, 8729)
    places = [("10.213.0.1", 8080), ("192.0.2.1", 8080), ("192.0.2.2", 8080)]
    assert [place for place in places if first.host.reaches(*place)] == []
    # Nor to another router, not even where that one has no filter and answers everybody.
    second.host.run("nft", "flush", "ruleset")
    second.let_in("")
    assert not first.host.reaches(second.address, 8729)
    # It is the file's rules that hold this, and without them still the other router's own end: it takes nothing but the gateway's.
    gateway.run("nft", "delete", "table", "inet", f"gardengate_{site.interface}")
    assert [place for place in places if first.host.reaches(*place)] == places
    assert not first.host.reaches(second.address, 8729)
    assert gateway.reaches(second.address, 8729)
    gateway.run("nft", disguise)
    assert inner.reaches(second.address, 8729)
    gateway.run("nft", "add", "table", "inet", f"gardengate_{site.interface}")
