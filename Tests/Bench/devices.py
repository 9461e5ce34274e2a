"""What `script/bench devices` does: work on simulated routers, by gardengate and by what others wrote, one after the other.

Each side is a process of its own, and so are the routers. The sides take turns, and the middle of the rounds counts.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

PEERS = Path(__file__).parent / "peers.py"


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []

    # Processes

    @contextmanager
    def routers(self, *arguments, cores=None):
        """Routers until the block ends: where they are, and what they have done so far."""
        process = subprocess.Popen(
            [*self.on(cores), self.options.program, "routers", *map(str, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        try:
            line = process.stdout.readline()
            if not line:
                sys.exit("devices.py: the routers did not start")
            place = json.loads(line)

            def activity():
                process.stdin.write("activity\n")
                process.stdin.flush()
                return json.loads(process.stdout.readline())

            place["activity"] = activity
            yield place
        finally:
            process.stdin.close()
            process.wait(timeout=120)

    def on(self, cores):
        return ["taskset", "--cpu-list", cores] if cores and shutil.which("taskset") else []

    def run(self, command, cores=None, given=None):
        result = subprocess.run([*self.on(cores), *map(str, command)], capture_output=True, text=True, input=given)
        if result.returncode != 0:
            sys.exit(f"devices.py: {' '.join(map(str, command[:3]))} failed\n{result.stdout[-2000:]}{result.stderr[-4000:]}")
        return json.loads(result.stdout)

    def ours(self, what, place, *arguments, cores=None):
        pin = ["--fingerprint", place["fingerprint"]] if place.get("fingerprint") else []
        return self.run([self.options.program, what, "--port", place["ports"][0], *pin, *arguments], cores)

    def peer(self, what, place, *arguments, cores=None):
        tls = ["--tls"] if place.get("fingerprint") else []
        return self.run([sys.executable, PEERS, what, "--port", place["ports"][0], *tls, *arguments], cores)

    def rounds(self, *sides):
        """Each side's figures, the sides taking turns; the middle of each."""
        figures = [[] for _ in sides]
        for _ in range(self.options.rounds):
            for side, taken in zip(sides, figures):
                taken.append(side())
        return [statistics.median(taken) for taken in figures]

    # Rows of the table

    def add(self, name, work, peer=None, ours=None, unit="s", ratio=None, goal=None, met=None, **more):
        row = {"name": name, "work": work, "unit": unit, "peer": peer, "ours": ours, "ratio": ratio, "goal": goal, "met": met, **more}
        self.rows.append({key: value for key, value in row.items() if value is not None or key == "met"})
        print(f"devices.py: {name}: {row}", file=sys.stderr)

    def read(self):
        for name, goal, plain in ("read_plain", 1_000_000, ["--plain"]), ("read_tls", 500_000, []):
            with self.routers("--kind", "answerer", "--users", 10_000, *plain, cores="1") as place:
                peer, ours = self.rounds(
                    lambda: 10_000 / self.peer("read", place, "--rounds", 3, cores="0")["seconds"],
                    lambda: 10_000 / self.ours("read", place, cores="0")["seconds"],
                )
            self.add(
                name, f"read 10,000 users, {'plain' if plain else 'TLS'}, one core", peer, ours, "rows/s", ours / peer,
                f"{goal:,} rows/s", ours >= goal, peer_name="librouteros",
            )

    def adds(self):
        count = 20_000

        def sample(side, *arguments, kind="simulator"):
            with self.routers("--kind", kind, "--plain") as place:
                figures = side("adds", place, "--count", count, *arguments)
            if figures.get("held", count) != count:
                sys.exit(f"devices.py: {count} adds, and the router holds {figures['held']}")
            return count / figures["seconds"]

        peer, wide, narrow, router, client = self.rounds(
            lambda: sample(self.peer),
            lambda: sample(self.ours, "--window", 64),
            lambda: sample(self.ours, "--window", 16),
            lambda: count / self.replay(count),
            lambda: sample(self.ours, "--window", 64, "--answers-only", kind="answerer"),
        )
        for name, ours in ("adds_64", wide), ("adds_16", narrow):
            # The goal is for 64 in flight.
            met = ours >= 12 * peer or ours >= 0.8 * router if name == "adds_64" else None
            self.add(
                name, f"20,000 adds, {name[5:]} in flight", peer, ours, "rows/s", ours / peer,
                "12x, or 80 % of the router's ceiling" if name == "adds_64" else None, met, router_ceiling=router, client_ceiling=client,
                peer_name="librouteros, one at a time",
            )
        with self.routers("--plain", "--latency-ms", 20) as place:
            taken = [self.ours("adds", place, "--count", 6400, "--window", 64)["seconds"] for _ in range(self.options.rounds)]
        bound, ours = 6400 / 64 * 0.020, statistics.median(taken)
        self.add(
            "adds_latency", "6,400 adds at 20 ms, 64 in flight", bound, ours, "s", ours / bound, "within 3 %", ours <= 1.03 * bound,
            peer_name="6,400 / 64 x 20 ms",
        )

    def replay(self, count):
        """How long the simulator takes for adds that need no client: it is the limit then."""
        with self.routers("--plain") as place:
            return self.peer("replay", place, "--count", count)["seconds"]

    def million(self):
        held = 0
        for _ in range(50):
            with self.routers("--plain") as place:
                held += self.ours("adds", place, "--count", 20_000, "--window", 64)["held"]
        self.add("adds_million", "1 million adds, 64 in flight: rows held", None, held, "rows", None, "1,000,000", held == 1_000_000)

    def sessions(self):
        cores = os.cpu_count() or 1
        goal = 12 if cores >= 4 else 6
        with self.routers("--kind", "answerer", "--users", 200, "--threads", min(cores, 4)) as place:
            peer, ours = self.rounds(
                lambda: self.peer("sessions", place)["seconds"], lambda: self.ours("sessions", place)["seconds"]
            )
        self.add(
            "sessions", "1,000 TLS sessions: login and 200 rows each", peer, ours, "s", peer / ours, f"{goal}x on {cores} cores",
            peer / ours >= goal, peer_name="librouteros, asyncio",
        )

    def unchanged(self):
        for name, work, count, option, milliseconds in (
            ("unchanged_users", "nothing to change: 10,000 users", 10_000, "users", 30),
            ("unchanged_garden", "nothing to change: 1,000 walled-garden rows", 1000, "garden", 5),
        ):

            def peer_sample():
                with self.routers() as place:
                    return self.peer("modify", place, "--menu", option, "--count", count, "--rounds", 1)["seconds"]

            def our_sample():
                with self.routers() as place:
                    return self.ours("check", place, f"--{option}", count)["seconds"]

            peer, ours = self.rounds(peer_sample, our_sample)
            self.add(
                name, work, peer, ours, "s", peer / ours, "30x", peer / ours >= 30, peer_name="api_modify of community.routeros",
            )
            planner = 1000 * self.run([self.options.program, "planner", f"--{option}", count])["seconds"]
            self.add(f"planner_{option}", f"{work}, the planner alone", None, planner, "ms", None, f"{milliseconds} ms", planner < milliseconds)

    def push(self):
        def ours(window, *arguments):
            with self.routers(*arguments) as place:
                figures = self.ours("push", place, "--window", window)
            if figures["outcome"] != "converged":
                sys.exit(f"devices.py: the push ended {figures['outcome']}")
            return figures["seconds"]

        def peer(*arguments):
            with self.routers(*arguments) as place:
                return self.peer("adds", place, "--count", 1000)["seconds"]

        delay = ("--latency-ms", 20)
        one, narrow, wide = self.rounds(lambda: peer(*delay), lambda: ours(16, *delay), lambda: ours(64, *delay))
        for name, taken, goal in ("push_16", narrow, 12), ("push_64", wide, 40):
            self.add(
                name, f"cold push of 1,000 coupons at 20 ms, {name[5:]} in flight", one, taken, "s", one / taken, f"{goal}x",
                one / taken >= goal, peer_name="librouteros, one at a time",
            )
        one, taken = peer("--throttled"), ours(16, "--throttled")
        self.add(
            "push_throttled", "the same on a router that slows down", one, taken, "s", one / taken, None, None,
            peer_name="librouteros, one at a time",
        )

    def fleet(self):
        base = None
        for count in 10, 100, 1000:
            with self.routers("--count", count, "--threads", 2) as place:
                figures = self.run(
                    [self.options.program, "fleet", "--fingerprint", place["fingerprint"]], given=json.dumps(place["ports"]) + "\n"
                )
            each = figures["processorSeconds"] / count * 1000
            base = base or each
            self.add(
                f"fleet_{count}", f"{count:,} routers x 500 users: everything compared", None, figures["seconds"], "s", None,
                "cost of a device flat" if count > 10 else None, each <= 1.25 * base if count > 10 else None,
                processor_ms_per_device=each, processor_seconds=figures["processorSeconds"],
                memory_peak_mib=figures.get("memoryPeakMebibytes"),
            )

    def connections(self):
        program = Path(self.options.program).with_name("ConnectionBench")
        result = subprocess.run([program], capture_output=True, text=True)
        words = result.stdout.split()
        if len(words) != 4:
            sys.exit(f"devices.py: ConnectionBench failed\n{result.stdout}{result.stderr[-4000:]}")
        held, goal = int(words[1]), int(words[2])
        self.add(
            "connection_heap", "heap of an idle TLS connection that listens", None, held / 1024, "KiB", None,
            f"{goal // 1024} KiB", held <= goal,
        )


PARTS = ("read", "adds", "million", "sessions", "unchanged", "push", "fleet", "connections")


def machine():
    model = ""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    except OSError:
        # Another system than Linux: the table says what it can.
        pass
    return {
        "cores": os.cpu_count(), "model": model or platform.processor(), "system": platform.system(),
        "load_at_start": os.getloadavg()[0],
    }


def shown(value, unit):
    if value is None:
        return ""
    return f"{value:,.0f} {unit}" if value >= 1000 else f"{value:.3g} {unit}"


def table(rows):
    lines = ["| Work | Peer | gardengate | Ratio | Goal | Met |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        peer = shown(row.get("peer"), row["unit"])
        if peer:
            peer += f" ({row['peer_name']})"
        ratio = f"{row['ratio']:.1f}x" if "ratio" in row and row["name"] != "adds_latency" else f"{row['ratio']:.3f}" if "ratio" in row else ""
        met = {True: "yes", False: "**no**", None: ""}[row["met"]]
        if "router_ceiling" in row:
            ratio += f", {row['ours'] / row['router_ceiling']:.0%} of the router's {shown(row['router_ceiling'], row['unit'])}"
        lines.append(f"| {row['work']} | {peer} | {shown(row.get('ours'), row['unit'])} | {ratio} | {row.get('goal', '')} | {met} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=[])
    options = parser.parse_args()
    bench = Bench(options)
    about = machine()
    for part in options.parts or PARTS:
        getattr(bench, part)()
    if options.json:
        print(json.dumps({"machine": about, "rounds": options.rounds, "rows": bench.rows}, indent=2))
    else:
        print(table(bench.rows))
        print(f"\n{about['model']}, {about['cores']} cores, load {about['load_at_start']:.1f} at the start; the middle of {options.rounds} rounds")


if __name__ == "__main__":
    main()
