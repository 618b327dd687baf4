# reportlab 3.6 (Debian): text, multi-line, comb by hand, checks, radios, choices, list boxes.
from reportlab.pdfgen import canvas
from reportlab.lib.pagesizes import A4
c = canvas.Canvas('out/reportlab.pdf', pagesize=A4, invariant=1)
c.setTitle('Visitor form')
c.drawString(60, 790, 'Visitor form (reportlab)')
f = c.acroForm
f.textfield(name='name', tooltip='Full name', x=160, y=740, width=300, height=24, fontSize=12)
c.drawString(60, 747, 'Name')
f.textfield(name='notes', tooltip='Notes', x=160, y=620, width=300, height=100, fontSize=11, fieldFlags='multiline')
c.drawString(60, 700, 'Notes')
f.textfield(name='short', tooltip='Code', x=160, y=580, width=100, height=20, maxlen=5, fontSize=10)
c.drawString(60, 585, 'Code')
f.checkbox(name='agree', tooltip='I agree', x=160, y=540, buttonStyle='check', checked=False, size=18)
c.drawString(60, 545, 'Agree')
for i, (v, sel) in enumerate((('single', False), ('married', False), ('widowed', True))):
    f.radio(name='status', tooltip='Marital status', value=v, selected=sel, x=160 + 80 * i, y=500, buttonStyle='circle', shape='circle')
    c.drawString(185 + 80 * i, 505, v)
f.choice(name='city', tooltip='City', value='RUH', options=[('Riyadh', 'RUH'), ('Jeddah', 'JED'), 'Mecca'], x=160, y=460, width=150, height=22)
c.drawString(60, 466, 'City')
f.listbox(name='services', tooltip='Services', value='food', options=['food', 'rent', 'health', 'school'], x=160, y=370, width=150, height=70, fieldFlags='multiSelect')
c.drawString(60, 425, 'Services')
f.textfield(name='fixed', tooltip='Office', value='Office 7', x=160, y=330, width=150, height=20, fieldFlags='readOnly')
c.showPage(); c.save()
