# SPDX-License-Identifier: GPL-2.0-only
"""A Slurm of this test's own: one slurmctld, two slurmd, one munged, all of them processes in a temporary directory."""
import getpass
import os
import shutil
import socket
import subprocess
import time

CONF = """\
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
AuthType=auth/munge
AuthInfo=socket={top}/munge.socket,cred_expire=5
CredType=cred/munge
SlurmUser={user}
SlurmdUser={user}
StateSaveLocation={top}/state
SlurmdSpoolDir={top}/spool-%n
SlurmctldPidFile={top}/slurmctld.pid
SlurmdPidFile={top}/slurmd-%n.pid
SlurmctldLogFile={top}/slurmctld.log
SlurmdLogFile={top}/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmdTimeout=6
SlurmctldTimeout=10
KillWait=2
BatchStartTimeout=10
SchedulerType=sched/backfill
SchedulerParameters=requeue_delay=1,batch_sched_delay=1,sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
NodeName=one,two NodeHostname={host} NodeAddr=127.0.0.1 Port=[{ports[1]}-{ports[2]}] CPUs=1 State=UNKNOWN
PartitionName=all Nodes=one,two Default=YES MaxTime=INFINITE State=UP
"""


def free_ports():
    """Three ports, the last two side by side."""
    while True:
        with socket.socket() as a:
            a.bind(("127.0.0.1", 0))
            port = a.getsockname()[1]
        try:
            with socket.socket() as b, socket.socket() as c:
                b.bind(("127.0.0.1", port + 1))
                c.bind(("127.0.0.1", port + 2))
                return port, port + 1, port + 2
        except OSError:
            continue


class Slurm:
    def __init__(self, top):
        self.top, self.jobs = top, {}
        os.makedirs(top + "/state")
        self.environment = dict(os.environ, SLURM_CONF=top + "/slurm.conf")
        host = socket.gethostname().split(".")[0]
        with open(top + "/slurm.conf", "w", encoding="utf-8") as file:
            file.write(CONF.format(top=top, host=host, user=getpass.getuser(), ports=free_ports()))
        self.start("munged", "/usr/sbin/munged", "--foreground", "--force", f"--socket={top}/munge.socket",
                   f"--key-file={self.make_key()}", f"--log-file={top}/munge.log", f"--pid-file={top}/munge.pid",
                   f"--seed-file={top}/munge.seed")
        self.wait_for(lambda: os.path.exists(top + "/munge.socket"), "munged")
        self.start("slurmctld", "/usr/sbin/slurmctld", "-D", "-i")
        for node in ("one", "two"):
            self.start_node(node)
        self.wait_for(lambda: self.run("sinfo", "-h", "-o", "%t %D").strip() == "idle 2", "two idle nodes")

    def make_key(self):
        path = self.top + "/munge.key"
        with open(path, "wb") as file:
            file.write(os.urandom(1024))
        os.chmod(path, 0o400)
        return path

    def start(self, name, *command):
        with open(f"{self.top}/{name}.out", "ab") as out:
            self.jobs[name] = subprocess.Popen(command, env=self.environment, stdout=out, stderr=out,
                                               stdin=subprocess.DEVNULL, start_new_session=True)

    def start_node(self, node):
        os.makedirs(f"{self.top}/spool-{node}", exist_ok=True)
        self.start(node, "/usr/sbin/slurmd", "-D", "-N", node)

    def run(self, *command):
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False,
                              timeout=30).stdout

    def wait_for(self, condition, what, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                raise RuntimeError(f"waited {seconds} s for {what}: {self.logs()}")
            time.sleep(0.2)

    def logs(self):
        text = ""
        for name in sorted(os.listdir(self.top)):
            if name.endswith((".log", ".out")):
                with open(f"{self.top}/{name}", encoding="utf-8", errors="replace") as file:
                    text += f"\n--- {name}\n" + file.read()[-1500:]
        return text

    def kill_node(self, node):
        """As when the machine dies: slurmd, and the jobs that it runs."""
        victim = self.jobs.pop(node)
        # all stop before one is killed: a machine that dies tells nobody how its jobs ended
        for signal in (19, 9):
            for pid in {victim.pid, *self.family(victim.pid), *self.steps(node)}:
                try:
                    os.kill(pid, signal)
                except ProcessLookupError:
                    pass
        victim.wait()

    @staticmethod
    def processes():
        """(pid, parent, command line) of all."""
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
                with open(f"/proc/{name}/cmdline", "rb") as file:
                    yield int(name), parent, file.read().decode(errors="replace")
            except (OSError, IndexError):
                continue

    def family(self, root):
        children, found = {}, [root]
        for pid, parent, _ in self.processes():
            children.setdefault(parent, []).append(pid)
        for pid in found:
            found += children.get(pid, [])
        return found

    def steps(self, node):
        """The jobs of a node, by the environment that this test and Slurm gave them, and the slurmstepd above each."""
        found, all_ = [], list(self.processes())
        steps = {pid for pid, _, command in all_ if command.startswith("slurmstepd")}
        for pid, parent, _ in all_:
            try:
                with open(f"/proc/{pid}/environ", "rb") as file:
                    environment = file.read().split(b"\0")
            except OSError:
                continue
            if f"SLURM_CONF={self.top}/slurm.conf".encode() in environment and \
                    (f"SLURMD_NODENAME={node}".encode() in environment):
                found += self.family(parent if parent in steps else pid)
        return found

    def close(self):
        for name in ("one", "two", "slurmctld", "munged"):
            job = self.jobs.pop(name, None)
            if not job:
                continue
            if name in ("one", "two"):
                for pid in self.steps(name):
                    try:
                        os.kill(pid, 9)
                    except ProcessLookupError:
                        pass
            job.terminate()
            try:
                job.wait(10)
            except subprocess.TimeoutExpired:
                job.kill()
                job.wait()


def is_there():
    return all(shutil.which(name, path="/usr/sbin:/usr/bin") for name in ("slurmctld", "slurmd", "sbatch", "munged"))
