"""Hosts on one machine: network namespaces with links between them, gone again at the end."""

import itertools
import os
import shutil
import subprocess
import time

TOOLS = {"ip": "iproute2", "nft": "nftables", "wg": "wireguard-tools", "wg-quick": "wireguard-tools"}
numbers = itertools.count(1)


def obstacle():
    """Why this machine lets nobody make namespaces, or None."""
    if os.geteuid() != 0:
        return "only root makes network namespaces"
    if missing_tools():
        # Said by who asks for them, next.
        return None
    name = f"gg{os.getpid()}try"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    if made.returncode != 0:
        return f"no network namespaces here: {made.stderr.strip()}"
    kernel = subprocess.run(
        ["ip", "-n", name, "link", "add", "wg0", "type", "wireguard"], capture_output=True, text=True
    )
    subprocess.run(["ip", "netns", "del", name], check=True)
    if kernel.returncode != 0 and not os.path.exists("/dev/net/tun"):
        return "neither WireGuard in the kernel nor /dev/net/tun"
    return None


def missing_tools():
    """What `script/setup` would install."""
    wireguard = {} if os.path.exists("/sys/module/wireguard") else {"wireguard-go": "wireguard-go"}
    return sorted({package for tool, package in (TOOLS | wireguard).items() if not shutil.which(tool)})


class Host:
    """A namespace with its processes; every host has names of its own, since sockets of wireguard-go share a folder."""

    def __init__(self, folder):
        self.name = f"gg{os.getpid()}h{next(numbers)}"
        self.folder = folder
        self.processes = []
        subprocess.run(["ip", "netns", "add", self.name], check=True)
        self.run("ip", "link", "set", "lo", "up")

    def command(self, *words):
        return ["ip", "netns", "exec", self.name, *words]

    def run(self, *words, check=True, text=None, timeout=60, env=None):
        result = subprocess.run(
            self.command(*words), input=text, capture_output=True, text=True, timeout=timeout,
            env={**os.environ, **(env or {})},
        )
        assert not check or result.returncode == 0, f"{' '.join(words)}: {result.stderr}{result.stdout}"
        return result

    def spawn(self, *words, stdout=None, log="log"):
        with open(self.folder / f"{self.name}-{log}", "w") as errors:
            process = subprocess.Popen(
                self.command(*words), stdin=subprocess.DEVNULL, stdout=stdout or errors, stderr=errors, text=True
            )
        self.processes.append(process)
        return process

    def link(self, own, address, other, other_name, other_address):
        """A cable between two hosts."""
        subprocess.run(
            ["ip", "link", "add", own, "netns", self.name, "type", "veth", "peer", "name", other_name, "netns", other.name],
            check=True,
        )
        for host, name, place in ((self, own, address), (other, other_name, other_address)):
            if place:
                host.run("ip", "address", "add", place, "dev", name)
            host.run("ip", "link", "set", name, "up")

    def make_tunnel(self, name, mtu, settings):
        """An interface of WireGuard: the kernel's, or wireguard-go's where it has none."""
        made = self.run("ip", "link", "add", name, "type", "wireguard", check=False)
        if made.returncode != 0:
            self.spawn("wireguard-go", "-f", name, log="wireguard")
            wait_for("wireguard-go", lambda: self.run("wg", "show", name, check=False).returncode == 0)
        self.run("wg", "setconf", name, "/dev/stdin", text=settings)
        self.run("ip", "link", "set", name, "mtu", str(mtu), "up")

    def sysctl(self, path, value):
        self.run("sh", "-c", f"echo {value} > /proc/sys/net/{path}")

    def reaches(self, host, port, seconds=2):
        """Whether a TCP connection comes about."""
        script = "import socket, sys; socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3])).close()"
        tried = self.run("python3", "-c", script, host, str(port), str(seconds), check=False)
        return tried.returncode == 0

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(timeout=20)
            finally:
                process.kill()
                if process.stdout:
                    process.stdout.close()
        subprocess.run(["ip", "netns", "del", self.name], check=True)


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.1)
    return result
