"""Solr 9 as a filter in a bare Jetty on loopback, from jars that Maven fetches once (`solr_files/pom.xml`).

The schema is the installed CKAN's, so it follows CKAN's upgrades. One core per site, made through Solr's own API.
No Solr download, no start script: `solr_files/jetty.xml` is all that Solr needs of a servlet container.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import requests

from ckanext.satudata.embedded.errors import EmbeddedError, MissingProgramError
from ckanext.satudata.embedded.home import Home
from ckanext.satudata.embedded.ports import LOOPBACK
from ckanext.satudata.embedded.programs import Program

FILES = Path(__file__).with_name("solr_files")
CONFIGSET = "satudata"
MIN_JAVA = 17
ANSWER_TIMEOUT_S = 5.0
CORE_TIMEOUT_S = 60.0
FETCH_TIMEOUT_S = 900.0
# A catalogue of some ten thousand datasets needs a fraction of it.
HEAP = ("-Xms128m", "-Xmx512m")
# The first-tier compiler alone makes start-up a third shorter and a small index no slower.
INSTALL = "On Debian and Ubuntu: sudo apt-get install openjdk-17-jre-headless maven"
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Solr:
    """One search server in a folder."""

    port: int
    program: Program

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}/solr"

    def core_url(self, core: str) -> str:
        return f"{self.url}/{core}"

    def ensure_core(self, core: str) -> None:
        """Create the core if it is new; a core that exists takes the schema of the present start."""
        status = self._cores(action="STATUS", core=core).json()
        if not status["status"].get(core):
            self._cores(action="CREATE", name=core, configSet=CONFIGSET)

    def drop_core(self, core: str) -> None:
        self._cores(action="UNLOAD", core=core, deleteInstanceDir="true")

    def _cores(self, **parameters: str) -> requests.Response:
        answer = requests.get(f"{self.url}/admin/cores", params=parameters, timeout=CORE_TIMEOUT_S)
        if not answer.ok:
            raise EmbeddedError(f"Solr refused {parameters}: {answer.text.strip()}")
        return answer


def prepare(home: Home, *, port: int) -> Solr:
    """Fetch the jars if they are missing, write Solr's home, and tell how to run it."""
    ensure_jars(home.jars)
    _write_home(home.solr)
    return describe(home, port=port)


def describe(home: Home, *, port: int) -> Solr:
    """The server of the folder, without touching anything."""
    settings = {
        "satudata.solr.port": str(port),
        "solr.solr.home": str(home.solr),
        "solr.install.dir": str(home.solr),
        "solr.log.dir": str(home.logs),
        "log4j.configurationFile": str(FILES / "log4j2.xml"),
    }
    flags = [f"-D{key}={value}" for key, value in settings.items()]
    main = (
        "-cp",
        f"{home.jars}/solr-{solr_version()}/*",
        "org.eclipse.jetty.xml.XmlConfiguration",
        str(FILES / "jetty.xml"),
    )
    program = Program(
        name="Solr",
        command=(java(), *HEAP, *QUICK_START, *flags, *main),
        cwd=home.solr,
        log=home.logs / "solr.log",
        record=home.records / "solr.json",
        is_ready=lambda: _answers(port, home.solr),
    )
    return Solr(port=port, program=program)


def java() -> str:
    """The Java runtime on the PATH. Raises MissingProgramError if there is none, or one older than 17."""
    path = shutil.which("java")
    if path is None:
        raise MissingProgramError(f"Solr needs a Java runtime, version {MIN_JAVA} or newer; there is none. {INSTALL}")
    answer = subprocess.run((path, "-version"), capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r'version "(\d+)', answer.stderr)
    if not found or int(found.group(1)) < MIN_JAVA:
        raise MissingProgramError(f"Solr needs Java {MIN_JAVA} or newer; {path} says: {answer.stderr.strip()}")
    return path


def ensure_jars(folder: Path) -> Path:
    """Folder with the jars of the version that pom.xml names; fetched with Maven unless a complete one is there."""
    target = folder / f"solr-{solr_version()}"
    if target.exists():
        return target
    maven = shutil.which("mvn")
    if maven is None:
        raise MissingProgramError(f"Maven fetches Solr's jars (70 MB, once), but there is no `mvn`. {INSTALL}")
    folder.mkdir(parents=True, exist_ok=True)
    # Two starts at once fetch twice and the first to finish wins: a half-filled folder never gets the final name.
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        goal = ("dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={scratch}/lib")
        command = (maven, "--quiet", "--batch-mode", "--file", str(FILES / "pom.xml"), *goal)
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=FETCH_TIMEOUT_S)  # noqa: S603
        if done.returncode:
            raise EmbeddedError(f"Maven could not fetch Solr's jars:\n{(done.stdout + done.stderr).strip()[-2000:]}")
        if not target.exists():
            Path(scratch, "lib").rename(target)
    return target


def solr_version() -> str:
    """The version that pom.xml names."""
    pom = (FILES / "pom.xml").read_text()
    found = re.search(r"<artifactId>embedded-solr</artifactId>\s*<version>([\d.]+)</version>", pom)
    assert found, "pom.xml names its version below its artifactId"
    return found.group(1)


def _write_home(folder: Path) -> None:
    """The configuration of all cores, written anew at each start so that an upgrade of CKAN or of us takes effect."""
    conf = folder / "configsets" / CONFIGSET / "conf"
    conf.mkdir(parents=True, exist_ok=True)
    (folder / "solr.xml").write_text("<solr/>\n")
    schema = files("ckan").joinpath("config/solr/schema.xml").read_text(encoding="utf-8")
    (conf / "schema.xml").write_text(schema, encoding="utf-8")
    shutil.copy(FILES / "solrconfig.xml", conf / "solrconfig.xml")
    # CKAN's schema names both files; words to protect and synonyms are nothing that a new site has.
    for name in ("protwords.txt", "synonyms.txt"):
        (conf / name).touch()


def _answers(port: int, home: Path) -> bool:
    """Whether our Solr answers there: another one may have taken the port."""
    try:
        answer = requests.get(f"http://{LOOPBACK}:{port}/solr/admin/info/system", timeout=ANSWER_TIMEOUT_S)
        return answer.ok and Path(answer.json()["solr_home"]) == home
    except (requests.RequestException, ValueError, KeyError):
        return False
