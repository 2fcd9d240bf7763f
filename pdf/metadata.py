"""What a file says about itself: XMP and document information, the same words in both, and the same bytes each time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from pikepdf import Dictionary, Name, Pdf, String

PRODUCER = "Hoso"


@dataclass(frozen=True)
class Metadata:
    """`title` and `language` (BCP 47) are what a viewer and a screen reader announce; `created` is aware of its zone.

    `part` is the part of PDF/A the file claims: 2, or 3 when it carries attachments.
    """

    title: str
    language: str = "vi"
    author: str = ""
    subject: str = ""
    created: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    part: int = 2


def describe(pdf: Pdf, metadata: Metadata) -> None:
    """Write `metadata` into `pdf`, in place of whatever it said before."""
    created = metadata.created.replace(microsecond=0).isoformat()
    packet = _PACKET.format(
        title=_xml(metadata.title),
        language=_xml(metadata.language),
        author=f"<dc:creator><rdf:Seq><rdf:li>{_xml(metadata.author)}</rdf:li></rdf:Seq></dc:creator>\n"
        if metadata.author
        else "",
        subject='<dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
        f"{_xml(metadata.subject)}</rdf:li></rdf:Alt></dc:description>\n"
        if metadata.subject
        else "",
        created=created,
        producer=PRODUCER,
        part=metadata.part,
    )
    pdf.Root.Metadata = pdf.make_stream(packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    stamp = pdf_date(metadata.created)
    known = {"/Title": metadata.title, "/Author": metadata.author, "/Subject": metadata.subject}
    known |= {"/Creator": PRODUCER, "/Producer": PRODUCER, "/CreationDate": stamp, "/ModDate": stamp}
    pdf.trailer.Info = pdf.make_indirect(Dictionary({key: String(value) for key, value in known.items() if value}))
    pdf.Root.Lang = String(metadata.language)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def pdf_date(moment: datetime) -> str:
    """A date as PDF writes it (ISO 32000-1, 7.9.4): D:20261120101207+07'00'."""
    offset = moment.strftime("%z") or "+0000"
    return moment.strftime("D:%Y%m%d%H%M%S") + ("Z" if offset == "+0000" else f"{offset[:3]}'{offset[3:5]}'")


def _xml(text: str) -> str:
    """Escaped, and without the control characters that XML 1.0 cannot carry."""
    return escape("".join(c for c in text if c.isprintable() or c == " "))


_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}{subject}<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
<xmp:CreateDate>{created}</xmp:CreateDate>
<xmp:ModifyDate>{created}</xmp:ModifyDate>
<xmp:MetadataDate>{created}</xmp:MetadataDate>
<pdf:Producer>{producer}</pdf:Producer>
<pdfaid:part>{part}</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
