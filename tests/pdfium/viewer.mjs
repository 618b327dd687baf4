// PDFium, the reader inside Chrome, driven as a person drives it: pages are drawn, text is taken out, fields are
// clicked into and typed into, and the document is saved.
//
// Standard input: a JSON list of jobs. Standard output: a JSON list of as many answers.
//   {"do": "text", "pdf": PATH}                                   [{"text": of a page}, …]
//   {"do": "find", "pdf": PATH, "words": […]}                     [how often each is found in the document, …]
//   {"do": "draw", "pdf": PATH, "page": 1, "width": W, "height": H, "out": PATH}   grey PGM, fields as well
//   {"do": "fields", "pdf": PATH}                                 [{"name", "type", "value", "tip"}, …]
//   {"do": "type", "pdf": PATH, "values": {NAME: VALUE}, "out": PATH}   names that were not found
// VALUE is a text, true or false of a check box, {"option": KEY} of a radio button.
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const { init } = require('@embedpdf/pdfium');

const wasmBinary = readFileSync(require.resolve('@embedpdf/pdfium/pdfium.wasm'));
const lib = await init({ wasmBinary });
lib.PDFiumExt_Init();
const { pdfium } = lib;

const bytesAt = (at, count) => new Uint8Array(pdfium.HEAPU8.buffer, at, count);
const allocate = (count) => pdfium.wasmExports.malloc(count);
const release = (at) => pdfium.wasmExports.free(at);

// A UTF-16 text that a function writes into a buffer whose length it is asked for first.
function textOf(ask) {
    const length = ask(0, 0);
    const buffer = allocate(Math.max(length, 2));
    ask(buffer, length);
    const text = Buffer.from(bytesAt(buffer, length)).toString('utf16le').replace(/\0+$/, '');
    release(buffer);
    return text;
}

class Document {
    constructor(path) {
        const bytes = readFileSync(path);
        this.memory = allocate(bytes.length);
        pdfium.HEAPU8.set(bytes, this.memory);
        this.handle = lib.FPDF_LoadMemDocument(this.memory, bytes.length, '');
        if (!this.handle) throw new Error(`${path}: PDFium does not open it (${lib.FPDF_GetLastError()})`);
        this.info = lib.PDFiumExt_OpenFormFillInfo();
        this.form = lib.PDFiumExt_InitFormFillEnvironment(this.handle, this.info);
        this.pages = [];
        for (let i = 0; i < lib.FPDF_GetPageCount(this.handle); ++i) {
            this.pages.push(lib.FPDF_LoadPage(this.handle, i));
            lib.FORM_OnAfterLoadPage(this.pages[i], this.form);
        }
    }

    close() {
        for (const page of this.pages) {
            lib.FORM_OnBeforeClosePage(page, this.form);
            lib.FPDF_ClosePage(page);
        }
        lib.PDFiumExt_ExitFormFillEnvironment(this.form);
        lib.PDFiumExt_CloseFormFillInfo(this.info);
        lib.FPDF_CloseDocument(this.handle);
        release(this.memory);
    }

    // Every widget on every page.
    widgets() {
        const all = [];
        const rect = allocate(16);
        for (const page of this.pages)
            for (let i = 0; i < lib.FPDFPage_GetAnnotCount(page); ++i) {
                const annot = lib.FPDFPage_GetAnnot(page, i);
                const type = lib.FPDFAnnot_GetFormFieldType(this.form, annot);
                if (type >= 0) {
                    const asked = (name) => textOf((at, n) => lib[name](this.form, annot, at, n));
                    lib.FPDFAnnot_GetRect(annot, rect);
                    const [left, top, right, bottom] = new Float32Array(pdfium.HEAPU8.buffer, rect, 4);
                    all.push({
                        page, type, left, top, right, bottom,
                        name: asked('FPDFAnnot_GetFormFieldName'),
                        value: asked('FPDFAnnot_GetFormFieldValue'),
                        tip: asked('FPDFAnnot_GetFormFieldAlternateName'),
                        key: asked('FPDFAnnot_GetFormFieldExportValue'),
                        checked: Boolean(lib.FPDFAnnot_IsChecked(this.form, annot)),
                    });
                }
                lib.FPDFPage_CloseAnnot(annot);
            }
        release(rect);
        return all;
    }

    click(widget) {
        const x = (widget.left + widget.right) / 2;
        const y = (widget.top + widget.bottom) / 2;
        lib.FORM_OnMouseMove(this.form, widget.page, 0, x, y);
        lib.FORM_OnLButtonDown(this.form, widget.page, 0, x, y);
        lib.FORM_OnLButtonUp(this.form, widget.page, 0, x, y);
    }

    type(widget, text) {
        this.click(widget);
        lib.FORM_SelectAllText(this.form, widget.page);
        for (const c of text) lib.FORM_OnChar(this.form, widget.page, c === '\n' ? 13 : c.codePointAt(0), 0);
        lib.FORM_ForceToKillFocus(this.form);
    }

    save(path) {
        const writer = lib.PDFiumExt_OpenFileWriter();
        lib.PDFiumExt_SaveAsCopy(this.handle, writer);
        const size = lib.PDFiumExt_GetFileWriterSize(writer);
        const buffer = allocate(size);
        lib.PDFiumExt_GetFileWriterData(writer, buffer, size);
        writeFileSync(path, bytesAt(buffer, size));
        release(buffer);
        lib.PDFiumExt_CloseFileWriter(writer);
    }
}

function pageTexts(document) {
    return document.pages.map((page) => {
        const text = lib.FPDFText_LoadPage(page);
        const count = lib.FPDFText_CountChars(text);
        const buffer = allocate(2 * (count + 1));
        const written = lib.FPDFText_GetText(text, 0, count, buffer);
        const found = Buffer.from(bytesAt(buffer, 2 * Math.max(written - 1, 0))).toString('utf16le');
        release(buffer);
        lib.FPDFText_ClosePage(text);
        return found;
    });
}

function timesFound(document, word) {
    const utf16 = Buffer.from(word + '\0', 'utf16le');
    const buffer = allocate(utf16.length);
    pdfium.HEAPU8.set(utf16, buffer);
    let times = 0;
    for (const page of document.pages) {
        const text = lib.FPDFText_LoadPage(page);
        const search = lib.FPDFText_FindStart(text, buffer, 0, 0);
        while (lib.FPDFText_FindNext(search)) ++times;
        lib.FPDFText_FindClose(search);
        lib.FPDFText_ClosePage(text);
    }
    release(buffer);
    return times;
}

function draw(document, { page, width, height, out }) {
    const bgra = 4;
    const bitmap = lib.FPDFBitmap_Create(width, height, 0);
    lib.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
    const handle = document.pages[page - 1];
    lib.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, 0x10);
    lib.FPDF_FFLDraw(document.form, bitmap, handle, 0, 0, width, height, 0, 0);
    const stride = lib.FPDFBitmap_GetStride(bitmap);
    const pixels = bytesAt(lib.FPDFBitmap_GetBuffer(bitmap), stride * height);
    const grey = Buffer.alloc(width * height);
    for (let y = 0; y < height; ++y)
        for (let x = 0; x < width; ++x) {
            const at = y * stride + x * bgra;
            grey[y * width + x] = Math.round(0.114 * pixels[at] + 0.587 * pixels[at + 1] + 0.299 * pixels[at + 2]);
        }
    lib.FPDFBitmap_Destroy(bitmap);
    writeFileSync(out, Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`), grey]));
}

function enter(document, values, out) {
    const widgets = document.widgets();
    const missing = [];
    for (const [name, value] of Object.entries(values)) {
        const wanted = widgets.find((w) => w.name === name && (value.option === undefined || w.key === value.option));
        if (!wanted) missing.push(name);
        else if (typeof value === 'string') document.type(wanted, value);
        else if (value.option !== undefined || wanted.checked !== value) document.click(wanted);
    }
    lib.FORM_ForceToKillFocus(document.form);
    document.save(out);
    return missing;
}

const doings = {
    text: (document) => pageTexts(document),
    find: (document, job) => job.words.map((word) => timesFound(document, word)),
    draw: (document, job) => draw(document, job) ?? null,
    fields: (document) => document.widgets().map(({ name, type, value, tip }) => ({ name, type, value, tip })),
    type: (document, job) => enter(document, job.values, job.out),
};

const answers = JSON.parse(readFileSync(0, 'utf8')).map((job) => {
    const document = new Document(job.pdf);
    const answer = doings[job.do](document, job);
    document.close();
    return answer;
});
process.stdout.write(JSON.stringify(answers));
