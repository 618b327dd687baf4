// jsPDF (npm): appearances in /N without fonts, radio children with names of their own.
const { jsPDF } = require('jspdf'); const fs = require('fs');
const doc = new jsPDF({ unit: 'pt', format: 'a4' }); doc.setCreationDate("D:20260101000000+00'00'"); doc.setFileId('0123456789ABCDEF0123456789ABCDEF');
const { AcroForm } = jsPDF;
doc.text('Volunteers (jsPDF)', 60, 50);
const t = new AcroForm.TextField(); t.fieldName = 'volunteer'; t.Rect = [60, 80, 260, 24]; t.value = ''; doc.addField(t);
const m = new AcroForm.TextField(); m.fieldName = 'skills'; m.Rect = [60, 120, 260, 80]; m.multiline = true; m.fontSize = 10; doc.addField(m);
const k = new AcroForm.TextField(); k.fieldName = 'code'; k.Rect = [60, 220, 160, 24]; k.maxLength = 8; k.comb = true; doc.addField(k);
const c = new AcroForm.ComboBox(); c.fieldName = 'team'; c.Rect = [60, 260, 160, 24]; c.topIndex = 0; c.setOptions(['A', 'B', 'C']); c.value = 'A'; doc.addField(c);
const b = new AcroForm.CheckBox(); b.fieldName = 'weekend'; b.Rect = [60, 300, 20, 20]; b.appearanceState = 'Off'; doc.addField(b);
const r = new AcroForm.RadioButton(); r.fieldName = 'shift'; r.value = 'Off'; doc.addField(r);
for (const [n, y] of [['morning', 340], ['evening', 370]]) { const o = r.createOption(n); o.Rect = [60, y, 20, 20]; }
r.setAppearance(AcroForm.Appearance.RadioButton.Cross);
fs.writeFileSync('out/jspdf.pdf', Buffer.from(doc.output('arraybuffer')));
