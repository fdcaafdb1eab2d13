# Everything a person does with this project. The work is in tools/, in Python's standard library.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ifeq ($(PYTHON),)
$(error Cần Python 3.11 trở lên (Debian/Ubuntu: sudo apt-get install python3 python3-venv))
endif

.PHONY: help run test check fix bench torture

help: ## danh sách các lệnh
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /  make \1\t/'

run: ## cài đặt, nạp dữ liệu mẫu và mở máy chủ tại http://127.0.0.1:8000 (PORT=8001 để đổi cổng)
	@$(PYTHON) tools/run.py

test: ## chạy toàn bộ kiểm thử trên SQLite và PostgreSQL (DB=sqlite, ARGS="tests/areas -k reform")
	@$(PYTHON) tools/test.py

check: ## kiểm tra định dạng, mẫu trang, migration và cấu hình vận hành
	@$(PYTHON) tools/check.py

fix: ## tự sửa định dạng
	@$(PYTHON) tools/check.py --fix

bench: ## đo việc nhập danh sách, điện thoại đồng bộ và trang số liệu (SIZE=small, DB=sqlite, ONLY=reports)
	@$(PYTHON) tools/bench.py

torture: ## điện thoại gửi qua mạng xấu, máy chủ bị giết giữa chừng; không được mất, không được trùng (SEED=7, SIZE=small)
	@$(PYTHON) tools/torture.py
