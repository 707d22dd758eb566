//! Files as other programs write them, made in memory.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// One piece of text on a page of a PDF: where it stands (from the left and from the bottom), its size, and the text.
pub type Placed<'a> = (f64, f64, f64, &'a str);

/// A PDF of these pages, in Helvetica, with a title of its own.
pub fn pdf(title: &str, pages: &[Vec<Placed<'_>>]) -> Vec<u8> {
    let streams: Vec<String> = pages
        .iter()
        .map(|page| {
            let mut stream = String::from("BT\n");
            for (x, y, size, text) in page {
                let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
                writeln!(stream, "/F1 {size} Tf 1 0 0 1 {x} {y} Tm ({text}) Tj").unwrap();
            }
            stream + "ET"
        })
        .collect();
    let kids: Vec<String> = (0..pages.len()).map(|n| format!("{} 0 R", 5 + 2 * n)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{}] >>", pages.len(), kids.join(" ")),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        format!("<< /Title ({title}) /Author (Dana Whitfield) /CreationDate (D:20260303093000-05'00') >>"),
    ];
    for (n, stream) in streams.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            6 + 2 * n
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()));
    }
    of_objects(&objects, "/Root 1 0 R /Info 4 0 R")
}

/// A PDF of these objects, numbered from 1.
pub fn of_objects(objects: &[String], trailer: &str) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut table = String::new();
    for (n, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", file.len()).unwrap();
        writeln!(file, "{} 0 obj\n{object}\nendobj", n + 1).unwrap();
    }
    let at = file.len();
    let size = objects.len() + 1;
    write!(file, "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} {trailer} >>\nstartxref\n{at}\n%%EOF\n")
        .unwrap();
    file.into_bytes()
}

/// A ZIP archive of these parts.
pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// A Word document with this body (WordprocessingML), as Word lays it out.
pub fn docx(body: &str) -> Vec<u8> {
    let document = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/\
         wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" \
        Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";
    let styles = "<w:styles><w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
        <w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>";
    let core = "<cp:coreProperties><dc:title>Untitled</dc:title><dc:creator>Dana Whitfield</dc:creator>\
        <dcterms:created>2026-03-03T09:30:00Z</dcterms:created></cp:coreProperties>";
    zip(&[
        ("_rels/.rels", relations.as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("word/styles.xml", styles.as_bytes()),
        ("docProps/core.xml", core.as_bytes()),
    ])
}

/// A paragraph of a Word document, in a style or without one.
pub fn paragraph(style: &str, text: &str) -> String {
    let style = if style.is_empty() {
        String::new()
    } else {
        format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")
    };
    format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

/// A page with its parts as a browser saves it.
pub fn mhtml(url: &str, html: &str) -> String {
    format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: {url}\r\nSubject: =?utf-8?Q?A=20page?=\r\nDate: Tue, 3 Mar 2026 10:00:00 -0000\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----B\"\r\n\r\n\r\n------B\r\n\
         Content-Type: text/html\r\nContent-ID: <f@mhtml.blink>\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: {url}\r\n\r\n\
         {}\r\n------B\r\nContent-Type: text/css\r\nContent-Location: {url}.css\r\n\r\np {{}}\r\n------B--\r\n",
        html.replace('=', "=3D")
    )
}

/// Safari's archive of a page: a binary property list.
pub fn web_archive(url: &str, html: &str) -> Vec<u8> {
    let string = |text: &str| [&[0x5f, 0x10, u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    let data =
        [&[0x4f, 0x12][..], &u32::try_from(html.len()).unwrap().to_be_bytes(), html.as_bytes()].concat();
    let objects = [
        vec![0xd1, 1, 2],
        string("WebMainResource"),
        vec![0xd3, 3, 4, 5, 6, 7, 8],
        string("WebResourceURL"),
        string("WebResourceData"),
        string("WebResourceMIMEType"),
        string(url),
        data,
        string("text/html"),
    ];
    let mut bytes = b"bplist00".to_vec();
    let mut table = Vec::new();
    for object in &objects {
        table.extend(u32::try_from(bytes.len()).unwrap().to_be_bytes());
        bytes.extend(object);
    }
    let at = bytes.len() as u64;
    bytes.extend(table);
    bytes.extend([0, 0, 0, 0, 0, 0, 4, 1]);
    for number in [objects.len() as u64, 0, at] {
        bytes.extend(number.to_be_bytes());
    }
    bytes
}
