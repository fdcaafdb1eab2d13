"""The sentences that the capture page puts together on the phone, by the name its scripts use. {…} is filled there."""

from django.utils.translation import gettext as _

from visits.models import Visit


def phone_texts() -> dict[str, str]:
    outcomes = {f"outcome_{value}": str(label) for value, label in Visit.Outcome.choices}
    return outcomes | _reasons() | _household() | _states() | _troubles()


def _reasons() -> dict[str, str]:
    """Why a household is next."""
    return {
        "appointment": _("Hẹn lại {day}."),
        "missed": _("Vắng nhà hôm {day}, nên đến lại."),
        "never": _("Chưa thăm lần nào."),
        "lacking": _("Chưa có {name}; lần trước đến ngày {day}."),
        "oldest": _("Lần trước đến ngày {day}."),
    }


def _household() -> dict[str, str]:
    return {
        "home": _("Ghi nhận"),
        "outbox": _("Lượt thăm trên máy"),
        "bulk": _("Vắng nhà nhiều hộ"),
        "household": _("Thêm hộ"),
        "last": _("Đến lần trước {day}: {outcome}"),
        "since": _("đã có từ {day}"),
        "amount": _("đã có {amount} {unit}"),
        "found": _("{count} hộ tìm thấy"),
        "aims": _("Chỉ tiêu được giao: {count}"),
        "aims_behind": _("Chỉ tiêu được giao: {count}, chậm {behind}"),
        "reach": _("Đã gặp {met} / {all} hộ"),
        "next": _("Hộ tiếp theo: {name}"),
        "saved": _("Đã lưu trên máy: {name}, {outcome}."),
        "saved_many": _("Đã lưu trên máy: {count} hộ vắng nhà."),
        "save_many": _("Lưu {count} hộ vắng nhà"),
        "choose_many": _("Chạm vào hộ vắng nhà"),
        "twin": _("Ấp, khu vực này đã có hộ cùng tên: {name}. Bấm Lưu lần nữa nếu là hộ khác."),
        "unknown": _("Hộ không có trên máy"),
        "choose_outcome": _("Chọn một trong bốn kết quả."),
        "name_needed": _("Gõ họ tên chủ hộ."),
        "phone_wrong": _("Số điện thoại gồm 10 chữ số, bắt đầu bằng 0. Sửa lại hoặc bỏ trống."),
        "size_wrong": _("Số nhân khẩu từ 1 đến 50."),
        "time_wrong": _("Chọn ngày giờ đã đến hộ, không ở tương lai."),
        "position": _("Đã ghi vị trí, sai số {metres} m"),
        "photo_shrinking": _("Đang thu nhỏ ảnh …"),
        "photo_taken": _("Ảnh {size} KB, gửi sau lượt thăm."),
        "photo_wrong": _("Không lấy được ảnh: {error}. Chụp lại, hoặc lưu không có ảnh."),
        "begun": _("Ghi dở lúc {time}. Mở để ghi tiếp."),
        "forget": _("Bỏ phiếu ghi dở này?"),
        "resumed": _("Phiếu ghi dở lúc {time} đã mở lại. Chưa lưu, chưa gửi."),
        "no_position": _("Máy chưa cho biết vị trí. Bật định vị rồi thử lại, hoặc bỏ qua."),
    }


def _states() -> dict[str, str]:
    return {
        "waiting": _("Đang chờ gửi"),
        "accepted": _("Đã nhận"),
        "already": _("Đã nhận"),
        "review": _("Cần xem lại"),
        "conflict": _("Khác bản đã nhận"),
        "rejected": _("Bị từ chối"),
        "new_household": _("Hộ mới"),
        "mine_reason": _("Gửi lại, thay bản đã nhận."),
        "both_reason": _("Gửi lại; cả hai bản đều đúng."),
        "photo": _("Ảnh hoạt động"),
        "drop": _("Bỏ mục này khỏi máy, cùng ảnh nếu có? Máy chủ chưa nhận nó."),
        "drop_photo": _("Bỏ ảnh này khỏi máy? Máy chủ chưa nhận ảnh; lượt thăm không đổi."),
        "keep_theirs": _("Giữ bản trên máy chủ và bỏ bản trên máy này?"),
    }


def _troubles() -> dict[str, str]:
    return {
        "done": _("Gửi lần cuối {time}"),
        "offline": _("Chưa có mạng. Lượt thăm vẫn còn trên máy và sẽ tự gửi."),
        "server": _("Máy chủ chưa trả lời. Lượt thăm vẫn còn trên máy và sẽ tự gửi lại."),
        "unreadable": _("Không đọc được dữ liệu trên máy: {error}. Tải lại trang; lượt thăm đã lưu vẫn còn."),
        "signin": _("Đăng nhập lại để gửi; lượt thăm vẫn còn trên máy."),
        "forbidden": _("{error} Lượt thăm vẫn còn trên máy."),
        "foreign": _("{count} mục của tài khoản khác còn chờ trên máy này. Đăng nhập tài khoản đó để gửi."),
        "nearly_full": _("Bộ nhớ dành cho trang này đã dùng {percent} %. Gửi các lượt thăm và dọn bớt máy."),
        "not_persistent": _("Trình duyệt có thể xóa dữ liệu khi máy đầy. Gửi sớm, hoặc cài trang lên màn hình chính."),
        "no_code": _("Mã này không mở được hộ nào trên máy. Quét lại khi có mạng, hoặc tìm hộ theo tên."),
        "no_camera": _("Không mở được máy ảnh. Cho phép trang dùng máy ảnh, hoặc gõ mã in cạnh mã QR vào ô tìm."),
        "rescued": _("Đã lập tệp {name}. Chuyển tệp cho cán bộ xã."),
        "rescue_holds": _("Tệp có {what}."),
        "n_visits": _("{count} lượt thăm"),
        "n_households": _("{count} hộ mới"),
        "n_photos": _("{count} ảnh"),
        "photos_left": _("Tệp không chứa hết: còn {count} ảnh chỉ có trên máy."),
        "drafts_left": _("{count} phiếu ghi dở không nằm trong tệp."),
        "no_rescue": _("Chưa lập được tệp: máy chưa có khóa của máy chủ. Mở trang này một lần khi có mạng."),
        "broken": _("Không lưu được trên máy: {error}. Đừng rời trang; thử lại, hoặc ghi ra giấy."),
    }
