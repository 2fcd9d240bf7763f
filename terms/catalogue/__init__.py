"""The shipped kinds of paper, one YAML file each, read by `terms.kinds`.

An office adds a kind, or replaces a shipped one, by a file of the same shape in a folder of its own:

    # giay_chung_nhan_ho_ngheo → poor_household_certificate.yaml: the file is named after the code
    code: poor_household_certificate
    names: {vi: Giấy chứng nhận hộ nghèo, en: Poor household certificate}
    titles: [GIẤY CHỨNG NHẬN HỘ NGHÈO]       # as printed, every wording in use; it is these that tell the paper
    not_titles: [ĐƠN ĐỀ NGHỊ CÔNG NHẬN HỘ NGHÈO]
    evidence: [Phân loại hộ]                 # phrases usual on the paper, which support the title
    issued_by_authority: true                # its conversion bears the office's signature
    number: certificate_number               # the fields that name one paper in a line
    fields:
      - name: certificate_number
        labels: {vi: Số, en: Number}         # for the screens
        type: number
        zones: [number]                      # "Số: …" of the head
      - name: head_name
        labels: {vi: Chủ hộ, en: Head of household}
        type: name
        cues: [Họ và tên chủ hộ]             # printed labels that lead to it
      - name: members
        labels: {vi: Số nhân khẩu, en: Members}
        type: code
        pattern: "[0-9]{1,2}"
        cues: [Số nhân khẩu]

`terms.kinds.Kind` and `FieldSpec` say what every key means; `terms.kinds.problems(folder)` what is wrong with a folder.
"""
