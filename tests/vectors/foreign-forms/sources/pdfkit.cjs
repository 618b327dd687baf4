// pdfkit (npm): NeedAppearances, no appearance streams at all.
const P = require('pdfkit'), fs = require('fs');
const d = new P({ size: 'A4', info: { CreationDate: new Date('2026-01-01T00:00:00Z') } });
d.pipe(fs.createWriteStream('out/pdfkit.pdf'));
d.font('Helvetica').text('Feedback (pdfkit)', 60, 50);
d.initForm();
const root = d.formField('visit', {});
d.formText('name', 60, 100, 250, 24, { parent: root, value: '' , borderColor: '#000000'});
d.formText('kept', 330, 100, 150, 24, { parent: root, value: 'kept as it is', backgroundColor: '#eeeeff' });
d.formText('remarks', 60, 140, 250, 100, { parent: root, multiline: true, align: 'right' });
d.formCombo('rating', 60, 260, 150, 24, { parent: root, select: ['', 'good', 'fair', 'poor'], value: 'fair', edit: true });
d.formList('topics', 60, 300, 150, 60, { parent: root, select: ['speed', 'manners', 'place'], multiSelect: true });
d.formCheckbox('again', 60, 380, 20, 20, { parent: root, borderColor: '#000000', backgroundColor: '#ffffff' });
d.formPushButton('send', 60, 420, 80, 24, { parent: root, label: 'Send' });
d.end();
