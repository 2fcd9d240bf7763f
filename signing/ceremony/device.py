"""What is done to the token: made ready (in rehearsal), a key made in it that cannot leave, a request signed by it."""

from __future__ import annotations

import secrets
import subprocess
from dataclasses import dataclass
from typing import Any

import pkcs11
from asn1crypto import algos, core, csr, keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pkcs11.exceptions import NoSuchKey, NoSuchToken, PinIncorrect, PinInvalid, PinLenRange, PinLocked, PKCS11Error
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters
from pkcs11.util.rsa import encode_rsa_public_key

from signing.authority.names import MARK
from signing.ceremony.plan import KeyPlan, Plan, TokenPlan
from signing.keys.file import SALT_LENGTH
from signing.keys.token import signed_by
from terms.errors import AccessError, StateError, UnavailableError

_KEY_ID_BYTES = 16


@dataclass(frozen=True)
class MadeKey:
    """A key on the token. `public_key`: DER (SubjectPublicKeyInfo); `request`: the certificate request, PEM."""

    public_key: bytes
    request: bytes


def initialise(token: TokenPlan, so_pin: str, pin: str) -> None:
    """Make a SoftHSM2 token of this label with these PINs. Raises StateError("wrong_state") if there is one.

    SoftHSM's tool takes PINs on its command line, where others on the machine can see them: it is given random ones,
    which are changed at once through the library.
    """
    if _exists(token):
        raise StateError("wrong_state", detail=f"{token.label}: there is such a token already")
    first_so, first = secrets.token_hex(16), secrets.token_hex(16)
    command = ["softhsm2-util", "--init-token", "--free", "--label", token.label, "--so-pin", first_so, "--pin", first]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)
    except (OSError, subprocess.SubprocessError) as error:
        raise UnavailableError("tool_missing", tool="softhsm2-util", remedy="apt-get install softhsm2") from error
    library = pkcs11.lib(str(token.library))
    library.reinitialize()
    try:
        with library.get_token(token_label=token.label).open(rw=True, so_pin=first_so) as session:
            session.init_pin(pin)
            session.set_pin(first_so, so_pin)
    except PKCS11Error as error:
        raise UnavailableError("key_unavailable", detail=f"{token.label}: {type(error).__name__}") from error


def make_key(plan: Plan, pin: str) -> MadeKey:
    """The key of the plan, made inside the token, and its certificate request.

    It signs and does nothing else, is never shown, and has never been outside. Raises AccessError("wrong_pin"),
    StateError("wrong_state") if the token holds a key of this name, StateError("ceremony_key") if the token says the
    key could leave it, UnavailableError("key_unavailable").
    """
    try:
        token = pkcs11.lib(str(plan.token.library)).get_token(token_label=plan.token.label)
        with token.open(rw=True, user_pin=pin) as session:
            if _has(session, plan.key.name):
                raise StateError("wrong_state", detail=f"{plan.key.name}: the token holds such a key already")
            public, private = _generated(session, plan.key)
            _check_kept(private)
            return _requested(plan, public, private)
    except (PinIncorrect, PinInvalid, PinLenRange, PinLocked) as error:
        raise AccessError("wrong_pin") from error
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise UnavailableError("key_unavailable", detail=f"{plan.token.label}: {type(error).__name__}") from error


def _exists(token: TokenPlan) -> bool:
    try:
        pkcs11.lib(str(token.library)).get_token(token_label=token.label)
    except NoSuchToken:
        return False
    except (PKCS11Error, OSError, RuntimeError) as error:
        raise UnavailableError("key_unavailable", detail=f"{token.library.name}: {type(error).__name__}") from error
    return True


def _has(session: Any, label: str) -> bool:
    try:
        session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label=label)
    except NoSuchKey:
        return False
    return True


def _generated(session: Any, key: KeyPlan) -> tuple[Any, Any]:
    kept = {
        pkcs11.Attribute.SENSITIVE: True,
        pkcs11.Attribute.EXTRACTABLE: False,
        pkcs11.Attribute.PRIVATE: True,
        pkcs11.Attribute.DECRYPT: False,
        pkcs11.Attribute.UNWRAP: False,
        pkcs11.Attribute.SIGN: True,
    }
    given: dict[str, Any] = {
        "store": True,
        "id": secrets.token_bytes(_KEY_ID_BYTES),
        "label": key.name,
        "capabilities": pkcs11.MechanismFlag.SIGN | pkcs11.MechanismFlag.VERIFY,
        "private_template": kept,
    }
    if key.algorithm == "RSA 3072":
        return _pair(session.generate_keypair(pkcs11.KeyType.RSA, 3072, **given))
    curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
    parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
    return _pair(parameters.generate_keypair(**given))


def _pair(made: Any) -> tuple[Any, Any]:
    public, private = made
    return public, private


def _check_kept(private: Any) -> None:
    """The token's own word that the key was made in it and can never leave. Raises StateError("ceremony_key")."""
    wanted = {
        pkcs11.Attribute.EXTRACTABLE: False,
        pkcs11.Attribute.NEVER_EXTRACTABLE: True,
        pkcs11.Attribute.SENSITIVE: True,
        pkcs11.Attribute.ALWAYS_SENSITIVE: True,
        pkcs11.Attribute.LOCAL: True,
        pkcs11.Attribute.DECRYPT: False,
        pkcs11.Attribute.UNWRAP: False,
    }
    wrong = [attribute.name for attribute, value in wanted.items() if private[attribute] != value]
    if wrong:
        raise StateError("ceremony_key", detail=", ".join(wrong))


def _requested(plan: Plan, public: Any, private: Any) -> MadeKey:
    is_rsa = plan.key.algorithm == "RSA 3072"
    der = encode_rsa_public_key(public) if is_rsa else encode_ec_public_key(public)
    info = _public_info(der, is_rsa)
    says = csr.CertificationRequestInfo(
        {"version": "v1", "subject": _subject(plan), "subject_pk_info": info, "attributes": csr.CRIAttributes([])}
    )
    request = csr.CertificationRequest(
        {
            "certification_request_info": says,
            "signature_algorithm": _mechanism(is_rsa),
            "signature": signed_by(private, says.dump(), is_rsa=is_rsa),
        }
    )
    armoured: bytes = pem.armor("CERTIFICATE REQUEST", request.dump())
    if not x509.load_pem_x509_csr(armoured).is_signature_valid:
        raise StateError("ceremony_key", detail="the request is not signed by the key")
    return MadeKey(info.dump(), armoured)


def _public_info(der: bytes, is_rsa: bool) -> keys.PublicKeyInfo:
    """The key as certificates hold it, read once more by another library before it is believed."""
    info = keys.PublicKeyInfo.wrap(keys.RSAPublicKey.load(der), "rsa") if is_rsa else keys.PublicKeyInfo.load(der)
    found = load_der_public_key(info.dump())
    if not isinstance(found, rsa.RSAPublicKey if is_rsa else ec.EllipticCurvePublicKey):
        raise StateError("ceremony_key", detail="public key")
    return info


def _subject(plan: Plan) -> asn1_x509.Name:
    key = plan.key
    mark = f" ({MARK})" if plan.rehearsal else ""
    said = {"country_name": "VN", "common_name": key.holder + mark}
    if key.organisation:
        said["organization_name"] = key.organisation + mark
    if key.serial:
        said["user_id"] = key.serial
    return asn1_x509.Name.build(said)


def _mechanism(is_rsa: bool) -> algos.SignedDigestAlgorithm:
    if not is_rsa:
        return algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    digest = algos.DigestAlgorithm({"algorithm": "sha256", "parameters": core.Null()})
    masks = algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": digest})
    parameters = {"hash_algorithm": digest, "mask_gen_algorithm": masks, "salt_length": SALT_LENGTH}
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": algos.RSASSAPSSParams(parameters)})
