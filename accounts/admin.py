from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessRecord, Post, User
from accounts.staff import close_admin_site, may_enter, open_admin_site

admin.site.site_header = admin.site.site_title = _("Quản trị Tổ công nghệ số")
admin.site.index_title = _("Tài khoản và dữ liệu gốc")
admin.site.has_permission = lambda request: may_enter(request.user)
admin.site.unregister(Group)  # roles are posts; the one group of the admin site is kept by accounts.staff


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    fields = ["role", "area", "valid_from", "valid_until"]
    raw_id_fields = ["area"]  # the list to choose from tells the many units of one name apart


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts and the posts that grant them something. A superuser is made and changed on the command line only."""

    list_display = ["username", "full_name", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "posts__role"]
    search_fields = ["username", "full_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password", "full_name", "email"]}),
        (_("Trạng thái"), {"fields": ["is_active", "must_change_password", "is_staff", "last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "full_name", "email", "password1", "password2", "must_change_password"],
            },
        ),
    ]
    readonly_fields = ["last_login", "date_joined"]
    inlines = [PostInline]

    def get_queryset(self, request):
        users = super().get_queryset(request)
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        (open_admin_site if form.instance.is_staff else close_admin_site)(form.instance)

    def has_delete_permission(self, request, obj=None):
        return False  # what a person wrote stays signed; a leaver's account is switched off


@admin.register(AccessRecord)
class AccessRecordAdmin(admin.ModelAdmin):
    list_display = ["at", "user", "action", "subject", "row_count"]
    list_filter = ["action", "at"]
    search_fields = ["user__username", "user__full_name", "subject"]
    list_select_related = ["user"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
