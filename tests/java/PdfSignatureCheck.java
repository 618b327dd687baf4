// An outside verifier: PDFBox takes the signatures out of PDFs, BouncyCastle verifies them and their time
// stamps, Java's own PKIX the certificates. Prints a line for each signature; ends with 1 where one fails.
//     PdfSignatureCheck TRUSTED.pem FILE.pdf…
import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

public final class PdfSignatureCheck {
    private static final Set<TrustAnchor> anchors = new HashSet<>();
    private static final Set<X509Certificate> known = new HashSet<>();

    private static void require(boolean holds, String what) {
        if (!holds) throw new IllegalStateException(what);
    }

    private static void trust(String file) throws Exception {
        // Revocation lists may stand between the certificates.
        Matcher blocks = Pattern.compile("-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----")
                             .matcher(Files.readString(new File(file).toPath()));
        while (blocks.find()) {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(blocks.group().getBytes()));
            known.add(certificate);
            if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
                anchors.add(new TrustAnchor(certificate, null));
        }
    }

    private static X509Certificate certificateOf(SignerInformation signer, Store<X509CertificateHolder> store)
            throws Exception {
        Collection<X509CertificateHolder> found = store.getMatches(signer.getSID());
        require(found.size() == 1, "one certificate of the signer");
        return new JcaX509CertificateConverter().getCertificate(found.iterator().next());
    }

    private static void path(X509Certificate certificate, Date when) throws Exception {
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(certificate);
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, wanted);
        Set<X509Certificate> all = new HashSet<>(known);
        all.add(certificate);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(when);
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static Date stamp(byte[] der, byte[] over) throws Exception {
        TimeStampToken token = new TimeStampToken(new CMSSignedData(der));
        byte[] imprint = MessageDigest.getInstance("SHA-256").digest(over);
        require(Arrays.equals(imprint, token.getTimeStampInfo().getMessageImprintDigest()), "the stamp's imprint");
        Collection<X509CertificateHolder> found = token.getCertificates().getMatches(token.getSID());
        require(found.size() == 1, "one certificate of the stamper");
        X509CertificateHolder holder = found.iterator().next();
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(holder));
        Date time = token.getTimeStampInfo().getGenTime();
        path(new JcaX509CertificateConverter().getCertificate(holder), time);
        return time;
    }

    private static String signature(PDSignature signature, byte[] pdf) throws Exception {
        byte[] contents = signature.getContents(pdf);
        byte[] covered = signature.getSignedContent(pdf);
        if ("ETSI.RFC3161".equals(signature.getSubFilter())) return "time stamp " + stamp(contents, covered).toInstant();
        require("ETSI.CAdES.detached".equals(signature.getSubFilter()), "the format");
        CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(covered), new ByteArrayInputStream(contents));
        require(cms.getSignerInfos().size() == 1, "one signer");
        SignerInformation signer = cms.getSignerInfos().getSigners().iterator().next();
        X509Certificate certificate = certificateOf(signer, cms.getCertificates());
        require(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)), "the value");
        AttributeTable signed = signer.getSignedAttributes();
        require(signed.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2) != null, "the signing certificate");
        require(signed.get(PKCSObjectIdentifiers.pkcs_9_at_signingTime) == null, "no signing time inside");
        Date when = signature.getSignDate().getTime();
        AttributeTable unsigned = signer.getUnsignedAttributes();
        Attribute token = unsigned == null ? null : unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
        if (token != null)
            when = stamp(token.getAttrValues().getObjectAt(0).toASN1Primitive().getEncoded(), signer.getSignature());
        path(certificate, when);
        return certificate.getSubjectX500Principal().getName();
    }

    public static void main(String[] arguments) throws Exception {
        java.security.Security.addProvider(new BouncyCastleProvider());
        trust(arguments[0]);
        boolean good = true;
        for (String name : Arrays.copyOfRange(arguments, 1, arguments.length)) {
            byte[] pdf = Files.readAllBytes(new File(name).toPath());
            try (PDDocument document = PDDocument.load(pdf)) {
                for (PDSignature signature : document.getSignatureDictionaries()) {
                    try {
                        System.out.println("ok " + signature(signature, pdf));
                    } catch (Exception wrong) {
                        good = false;
                        System.out.println("failed " + wrong);
                    }
                }
            }
        }
        System.exit(good ? 0 : 1);
    }
}
