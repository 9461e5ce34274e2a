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

# A figure is taken again when the host of a virtual machine took more than this share of the time, at most so many times in all.
STOLEN_SHARE_MAXIMUM = 0.03
STEADY_ATTEMPTS = 4

# How many commands of a replay are unanswered at once, 0 for all of them: the best of these is the router's ceiling.
REPLAY_WINDOWS = (0, 16, 64)


class Bench:
    def __init__(self, options):
        self.options = options
        self.rows = []
        # The most that the host took of the time in which a figure of the next row was taken.
        self.stolen = 0.0

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
                taken.append(self.steady(side))
        return [statistics.median(taken) for taken in figures]

    def steady(self, sample):
        """A figure taken while a virtual machine's host left us its processors; tried again when it did not, a few times."""
        attempts = []
        while len(attempts) < STEADY_ATTEMPTS and not any(share <= STOLEN_SHARE_MAXIMUM for share, _ in attempts):
            before = processor_times()
            figure = sample()
            total, stolen = (end - start for end, start in zip(processor_times(), before))
            attempts.append((stolen / total if total else 0, figure))
        share, figure = min(attempts, key=lambda attempt: attempt[0])
        self.stolen = max(self.stolen, share)
        return figure

    # Rows of the table

    def add(self, name, work, peer=None, ours=None, unit="s", ratio=None, goal=None, met=None, **more):
        more["stolen_share"], self.stolen = self.stolen, 0.0
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
            self.hold("adds", figures.get("held", count), count)
            return count / figures["seconds"]

        peer, wide, narrow, client, *replayed = self.rounds(
            lambda: sample(self.peer),
            lambda: sample(self.ours, "--window", 64),
            lambda: sample(self.ours, "--window", 16),
            lambda: sample(self.ours, "--window", 64, "--answers-only", kind="answerer"),
            *(lambda window=window: count / self.replay(count, window) for window in REPLAY_WINDOWS),
        )
        # What the router does at best: how much of it is in flight is no limit of its own.
        router = max(replayed)
        replays = {f"{window or count}_in_flight": rate for window, rate in zip(REPLAY_WINDOWS, replayed)}
        for name, ours in ("adds_64", wide), ("adds_16", narrow):
            # The goal is for 64 in flight.
            met = ours >= 12 * peer or ours >= 0.8 * router if name == "adds_64" else None
            self.add(
                name, f"20,000 adds, {name[5:]} in flight", peer, ours, "rows/s", ours / peer,
                "12x, or 80 % of the router's ceiling" if name == "adds_64" else None, met, router_ceiling=router,
                exceeds_ceiling=ours > router, router_replays=replays, client_ceiling=client,
                peer_name="librouteros, one at a time",
            )
        self.adds_latency()

    def adds_latency(self):
        def sample():
            with self.routers("--plain", "--latency-ms", 20) as place:
                before = place["activity"]()
                figures = self.ours("adds", place, "--count", 6400, "--window", 64)
                inside = place["activity"]()["commandSeconds"] - before["commandSeconds"]
            self.hold("adds_latency", figures["held"], 6400)
            # A client that never leaves one of its 64 places empty takes a 64th of the time that its commands were in the router.
            return figures["seconds"], inside / 64

        taken = [self.steady(sample) for _ in range(self.options.rounds)]
        ours, bound = statistics.median(each[0] for each in taken), statistics.median(each[1] for each in taken)
        ratio = statistics.median(seconds / least for seconds, least in taken)
        self.add(
            "adds_latency", "6,400 adds at 20 ms, 64 in flight", bound, ours, "s", ratio, "within 3 %", ratio <= 1.03,
            peer_name="the router's own log: commands' time in it / 64",
        )

    def hold(self, name, held, expected):
        if held != expected:
            sys.exit(f"devices.py: {name}: {expected} rows expected, and there are {held}")

    def replay(self, count, window):
        """How long the simulator takes for adds that need no client: it is the limit then."""
        with self.routers("--plain") as place:
            return self.peer("replay", place, "--count", count, "--window", window)["seconds"]

    def million(self):
        held = 0
        for _ in range(50):
            with self.routers("--plain") as place:
                held += self.ours("adds", place, "--count", 20_000, "--window", 64)["held"]
        self.add("adds_million", "1 million adds, 64 in flight: rows held", None, held, "rows", None, "1,000,000", held == 1_000_000)

    def sessions(self):
        for cores, goal in (4, 12), (2, 6):
            if (os.cpu_count() or 1) < cores:
                continue
            # The routers work on the same cores, which is to our disadvantage: whoever is faster waits for them sooner.
            pinned = f"0-{cores - 1}"

            def sample(side, place):
                figures = side("sessions", place, cores=pinned)
                self.hold("sessions", figures["rows"], 200_000)
                return figures["seconds"]

            with self.routers("--kind", "answerer", "--users", 200, "--threads", cores, cores=pinned) as place:
                peer, ours = self.rounds(lambda: sample(self.peer, place), lambda: sample(self.ours, place))
            self.add(
                f"sessions_{cores}", f"1,000 TLS sessions: login and 200 rows each, {cores} cores", peer, ours, "s", peer / ours,
                f"{goal}x", peer / ours >= goal, peer_name="librouteros, asyncio",
            )

    def unchanged(self):
        for name, work, count, option, milliseconds in (
            ("unchanged_users", "nothing to change: 10,000 users", 10_000, "users", 30),
            ("unchanged_garden", "nothing to change: 1,000 walled-garden rows", 1000, "garden", 5),
        ):

            def peer_sample():
                with self.routers() as place:
                    return self.peer("modify", place, "--menu", option, "--count", count, "--rounds", 3)["seconds"]

            def our_sample():
                with self.routers() as place:
                    figures = self.ours("check", place, f"--{option}", count, "--rounds", 3)
                self.hold(name, figures["usersHeld"], count if option == "users" else 0)
                return figures["seconds"]

            peer, ours = self.rounds(peer_sample, our_sample)
            self.add(
                name, work, peer, ours, "s", peer / ours, "30x", peer / ours >= 30, peer_name="api_modify of community.routeros",
            )
            planner = 1000 * self.steady(lambda: self.run([self.options.program, "planner", f"--{option}", count])["seconds"])
            self.add(f"planner_{option}", f"{work}, the planner alone", None, planner, "ms", None, f"{milliseconds} ms", planner < milliseconds)

    def push(self):
        scripts = {}

        def ours(window, *arguments, by_script=True):
            with self.routers(*arguments) as place:
                figures = self.ours("push", place, "--window", window, *([] if by_script else ["--no-scripts"]))
                scripts[arguments, window, by_script] = place["activity"]()["scripts"]
            if figures["outcome"] != "converged":
                sys.exit(f"devices.py: the push ended {figures['outcome']}")
            self.hold("push", figures["held"], 1000)
            return figures["seconds"]

        def peer(*arguments):
            with self.routers(*arguments) as place:
                return self.peer("adds", place, "--count", 1000)["seconds"]

        for kind, arguments, cases in (
            ("at 20 ms", ("--latency-ms", 20), ((16, False, 12), (64, False, 40), (16, True, 12), (64, True, 40))),
            ("on a router that slows down", ("--throttled",), ((16, False, None), (16, True, None))),
        ):
            one, *taken = self.rounds(
                lambda: peer(*arguments), *(lambda case=case: ours(case[0], *arguments, by_script=case[1]) for case in cases)
            )
            for (window, by_script, goal), seconds in zip(cases, taken):
                way = "scripts allowed" if by_script else "by single commands"
                used = scripts[arguments, window, by_script]
                self.add(
                    f"push_{arguments[0][2:].split('-')[0]}_{window}_{'script' if by_script else 'window'}",
                    f"cold push of 1,000 coupons {kind}, {window} in flight, {way}", one, seconds, "s", one / seconds,
                    f"{goal}x" if goal else None, one / seconds >= goal if goal else None, peer_name="librouteros, one at a time",
                    scripts=used,
                    assumed="a row within a script takes the router 1 ms" if used else None,
                )

    def fleet(self):
        least = None
        for count in 10, 100, 1000:

            def sample():
                with self.routers("--count", count, "--threads", 2) as place:
                    return self.run(
                        [self.options.program, "fleet", "--fingerprint", place["fingerprint"]],
                        given=json.dumps(place["ports"]) + "\n",
                    )

            figures = self.steady(sample)
            each = figures["processorSeconds"] / count * 1000
            self.add(
                f"fleet_{count}", f"{count:,} routers x 500 users: everything compared", None, figures["seconds"], "s", None,
                "cost of a device flat" if count > 10 else None, least is None or each <= 1.25 * least if count > 10 else None,
                processor_ms_per_device=each, processor_seconds=figures["processorSeconds"],
                memory_peak_mib=figures.get("memoryPeakMebibytes"),
            )
            least = min(each, least or each)

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


def processor_times():
    """All time of all cores so far, and how much of it a virtual machine's host gave to others; zeros where nobody tells."""
    try:
        times = [int(word) for word in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    except OSError:
        return 0, 0
    return sum(times), times[7]


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
        work = row["work"]
        if "assumed" in row:
            work += f" ({row['scripts']} scripts; ASSUMED: {row['assumed']})"
        elif work.endswith("scripts allowed"):
            work += " (none was worth it)"
        if row["stolen_share"] > STOLEN_SHARE_MAXIMUM:
            work += f" (the host took {row['stolen_share']:.0%} of the time)"
        met = {True: "yes", False: "**no**", None: ""}[row["met"]]
        if "processor_ms_per_device" in row:
            ratio = f"{row['processor_ms_per_device']:.1f} ms of CPU a device, {row.get('memory_peak_mib', 0):.0f} MiB at the peak"
        if "router_ceiling" in row:
            ratio += f", {row['ours'] / row['router_ceiling']:.0%} of the router's {shown(row['router_ceiling'], row['unit'])}"
            if row["exceeds_ceiling"]:
                ratio += " (above what no client should exceed: no ceiling in this run)"
        lines.append(f"| {work} | {peer} | {shown(row.get('ours'), row['unit'])} | {ratio} | {row.get('goal', '')} | {met} |")
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
    before = processor_times()
    for part in options.parts or PARTS:
        getattr(bench, part)()
    total, stolen = (after - start for after, start in zip(processor_times(), before))
    about["stolen_share"] = stolen / total if total else None
    if options.json:
        print(json.dumps({"machine": about, "rounds": options.rounds, "rows": bench.rows}, indent=2))
    else:
        print(table(bench.rows))
        print(f"\n{about['model']}, {about['cores']} cores, load {about['load_at_start']:.1f} at the start, "
              f"{about['stolen_share'] or 0:.1%} of the time taken by the host; the middle of {options.rounds} rounds")


if __name__ == "__main__":
    main()
