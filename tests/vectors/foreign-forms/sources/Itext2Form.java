// iText 2.1.7 (Debian's libitext-java): classic table, fields on the last of three pages, parent and kids by name.
import com.lowagie.text.*; import com.lowagie.text.pdf.*; import java.io.*;
public class Itext2Form { public static void main(String[] a) throws Exception {
  Document d = new Document(PageSize.A4); PdfWriter w = PdfWriter.getInstance(d, new FileOutputStream("out/itext2.pdf")); d.open();
  for (int i = 1; i < 3; i++) { d.add(new Paragraph("Rules, page " + i)); d.newPage(); }
  d.add(new Paragraph("Contract (iText 2)"));
  PdfFormField p = PdfFormField.createEmpty(w); p.setFieldName("tenant");
  for (String n : new String[]{"name", "phone"}) { TextField t = new TextField(w, new Rectangle(60, n.equals("name") ? 700 : 660, 320, n.equals("name") ? 722 : 682), n); t.setFontSize(12); t.setBorderColor(java.awt.Color.BLUE); t.setBorderWidth(1); t.setBorderStyle(PdfBorderDictionary.STYLE_UNDERLINE); p.addKid(t.getTextField()); }
  w.addAnnotation(p);
  TextField t = new TextField(w, new Rectangle(60, 560, 320, 640), "terms"); t.setOptions(TextField.MULTILINE); t.setFontSize(10); t.setBorderStyle(PdfBorderDictionary.STYLE_DASHED); t.setBorderColor(java.awt.Color.GRAY); w.addAnnotation(t.getTextField());
  RadioCheckField c = new RadioCheckField(w, new Rectangle(60, 520, 78, 538), "furnished", "1"); c.setBorderColor(java.awt.Color.BLACK); c.setCheckType(RadioCheckField.TYPE_CHECK); w.addAnnotation(c.getCheckField());
  d.close(); } }
