// iText 5.5 (Debian): comb, hierarchical radio with widgets, list with export values, signature field, calculation.
import com.itextpdf.text.*; import com.itextpdf.text.pdf.*; import java.io.*;
public class Itext5Form { public static void main(String[] a) throws Exception {
  Document d = new Document(PageSize.A4); PdfWriter w = PdfWriter.getInstance(d, new FileOutputStream("out/itext5.pdf"));
  w.setPdfVersion(PdfWriter.VERSION_1_5); w.setFullCompression(); d.open(); d.add(new Paragraph("Bank letter (iText 5)"));
  TextField t = new TextField(w, new Rectangle(60, 730, 360, 754), "holder"); t.setBorderColor(BaseColor.DARK_GRAY); t.setBorderStyle(PdfBorderDictionary.STYLE_BEVELED); t.setBorderWidth(2); t.setFontSize(12); w.addAnnotation(t.getTextField());
  t = new TextField(w, new Rectangle(60, 690, 440, 714), "iban"); t.setMaxCharacterLength(24); t.setOptions(TextField.COMB); t.setBorderColor(BaseColor.BLACK); t.setBorderWidth(1); t.setFontSize(11); w.addAnnotation(t.getTextField());
  t = new TextField(w, new Rectangle(60, 600, 440, 680), "purpose"); t.setOptions(TextField.MULTILINE); t.setBackgroundColor(new BaseColor(240, 248, 255)); t.setFontSize(0); t.setAlignment(Element.ALIGN_RIGHT); w.addAnnotation(t.getTextField());
  t = new TextField(w, new Rectangle(480, 600, 510, 750), "side"); t.setRotation(90); t.setBorderColor(BaseColor.RED); t.setFontSize(12); w.addAnnotation(t.getTextField());
  PdfFormField g = PdfFormField.createRadioButton(w, true); g.setFieldName("account");
  String[] v = {"current", "saving"}; for (int i = 0; i < 2; i++) { RadioCheckField r = new RadioCheckField(w, new Rectangle(60 + 60 * i, 560, 78 + 60 * i, 578), null, v[i]); r.setCheckType(RadioCheckField.TYPE_CIRCLE); r.setBorderColor(BaseColor.BLACK); r.setChecked(i == 0); g.addKid(r.getRadioField()); }
  w.addAnnotation(g);
  RadioCheckField c = new RadioCheckField(w, new Rectangle(220, 560, 238, 578), "confirm", "Oui"); c.setCheckType(RadioCheckField.TYPE_CROSS); c.setBorderColor(BaseColor.BLACK); w.addAnnotation(c.getCheckField());
  TextField l = new TextField(w, new Rectangle(60, 480, 240, 540), "currency"); l.setChoiceExports(new String[]{"SAR", "USD", "EUR"}); l.setChoices(new String[]{"Riyal", "Dollar", "Euro"}); l.setChoiceSelection(0); l.setFontSize(11); l.setBorderColor(BaseColor.BLACK); w.addAnnotation(l.getListField());
  TextField k = new TextField(w, new Rectangle(260, 510, 440, 534), "branch"); k.setChoiceExports(new String[]{"1", "2"}); k.setChoices(new String[]{"Main", "Airport"}); k.setFontSize(11); k.setBorderColor(BaseColor.BLACK); w.addAnnotation(k.getComboField());
  TextField s = new TextField(w, new Rectangle(260, 470, 440, 494), "total"); PdfFormField tf = s.getTextField(); tf.setAdditionalActions(new PdfName("C"), PdfAction.javaScript("event.value = 1;", w)); w.addAnnotation(tf);
  PdfFormField sig = PdfFormField.createSignature(w); sig.setWidget(new Rectangle(60, 400, 240, 450), PdfAnnotation.HIGHLIGHT_NONE); sig.setFieldName("signature"); sig.setFlags(4); w.addAnnotation(sig);
  d.close(); } }
