// PoDoFo 0.9.8 (Debian).
#include <podofo/podofo.h>
using namespace PoDoFo;
int main() {
    PdfMemDocument d; PdfPage* p = d.CreatePage(PdfPage::CreateStandardPageSize(ePdfPageSize_A4));
    PdfPainter w; w.SetPage(p); w.SetFont(d.CreateFont("Helvetica")); w.DrawText(60, 790, "Report (PoDoFo)"); w.FinishPage();
    PdfTextField t(p, PdfRect(60, 730, 300, 24), &d); t.SetFieldName("reporter"); t.SetBorderColor(0.0, 0.0, 0.0);
    PdfTextField m(p, PdfRect(60, 620, 300, 90), &d); m.SetFieldName("events"); m.SetMultiLine(true); m.SetBackgroundColor(0.95, 0.95, 1.0);
    PdfCheckBox c(p, PdfRect(60, 580, 20, 20), &d); c.SetFieldName("harm"); c.SetBorderColor(0.0, 0.0, 0.0);
    PdfComboBox k(p, PdfRect(60, 540, 150, 24), &d); k.SetFieldName("place"); k.InsertItem("h", "House"); k.InsertItem("s", "Street"); k.SetBorderColor(0.0, 0.0, 0.0);
    PdfListBox l(p, PdfRect(60, 440, 150, 80), &d); l.SetFieldName("who"); l.InsertItem("a", "Adult"); l.InsertItem("c", "Child"); l.SetBorderColor(0.0, 0.0, 0.0);
    d.Write("out/podofo.pdf");
}
